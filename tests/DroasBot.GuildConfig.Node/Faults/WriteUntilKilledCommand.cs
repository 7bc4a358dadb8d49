using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Node.Faults;

/// <summary>Runs sixteen writers until the process is killed. Prints one line for each acknowledged unit of work.</summary>
internal static class WriteUntilKilledCommand
{
    private const int Writers = 16;

    public static async Task<int> RunAsync(string file, int seed)
    {
        await using var provider = await FaultHost.StartAsync(file);
        var service = provider.GetRequiredService<IGuildConfigService>();
        await Console.Out.WriteLineAsync("ready");
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => new Writer(service, seed, writer).RunAsync())));
        return 0;
    }
}
