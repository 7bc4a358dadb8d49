using DroasBot.GuildConfig.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Node.Sync;

/// <summary>Restores a backup when a line is received: prints <c>step STEP</c> on the way, then <c>restored</c> or <c>refused MESSAGE</c>.</summary>
internal static class RestoreCommand
{
    public static async Task<int> RunAsync(string database, string backup)
    {
        await using var provider = SyncHost.Build(database);
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();
        try
        {
            await provider.GetRequiredService<IDatabaseAdministration>().RestoreAsync(backup, new Steps(), CancellationToken.None);
            Console.WriteLine("restored");
            return 0;
        }
        catch (GuildConfigStoreException refused)
        {
            Console.WriteLine($"refused {refused.Message}");
            return 1;
        }
    }

    /// <summary>Reports synchronously, not when a thread becomes free.</summary>
    private sealed class Steps : IProgress<RestoreStep>
    {
        public void Report(RestoreStep value) => Console.WriteLine($"step {value}");
    }
}
