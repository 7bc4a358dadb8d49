using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DroasBot.GuildConfig.Node.Faults;

/// <summary>Executes commands from the standard input: <c>read GUILD</c> (bypasses the cache), <c>set GUILD CHANNEL PADDING</c>, <c>health</c>. Answers each with one line.</summary>
internal static class ServeCommand
{
    public static async Task<int> RunAsync(string file)
    {
        ServiceProvider? provider = null;
        Console.WriteLine(await AnswerAsync(async () =>
        {
            provider = await FaultHost.StartAsync(file);
            return "ready";
        }));
        if (provider is null)
        {
            return 1;
        }

        await using (provider)
        {
            while (await Console.In.ReadLineAsync() is { } line)
            {
                Console.WriteLine(await AnswerAsync(() => ExecuteAsync(provider, line.Split(' '))));
            }
        }

        return 0;
    }

    private static async Task<string> ExecuteAsync(ServiceProvider provider, string[] words)
    {
        if (words[0] == "health")
        {
            var report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();
            return $"{report.Status} {report.Entries.Single().Value.Description?.ReplaceLineEndings(" ")}";
        }

        var service = provider.GetRequiredService<IGuildConfigService>();
        var guild = ulong.Parse(words[1], null);
        if (words[0] == "set")
        {
            var padding = words[3];
            return Describe(await service.UpdateAsync(guild, editor =>
            {
                editor.WelcomeChannelId = ulong.Parse(words[2], null);
                editor.SetBackground($"{words[2]}/{padding}.png", "image/png");
            }));
        }

        provider.GetRequiredService<IGuildConfigCache>().Invalidate(guild);
        return Describe(await service.GetAsync(guild));
    }

    private static string Describe(GuildConfigSnapshot snapshot) => $"ok {snapshot.Revision} {snapshot.WelcomeChannelId?.ToString() ?? "-"}";

    private static async Task<string> AnswerAsync(Func<Task<string>> action)
    {
        try
        {
            return await action();
        }
        catch (GuildConfigStoreException failure)
        {
            return $"store-error {(failure.IsTransient ? "transient" : "permanent")} {failure.Message.ReplaceLineEndings(" ")}";
        }
        catch (Exception failure)
        {
            return $"other-error {failure.GetType().Name} {failure.Message.ReplaceLineEndings(" ")}";
        }
    }
}
