using System.Diagnostics;
using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Storage.Writing;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Node.Sync;

/// <summary>Makes one change, and is killed after the commit, before any notification.</summary>
internal static class DieCommand
{
    public static async Task<int> RunAsync(string database)
    {
        // Replaces the library's own.
        await using var provider = await SyncHost.StartAsync(database, static services => services.AddSingleton<ICommitObserver, Death>());
        await Console.In.ReadLineAsync();
        await provider.GetRequiredService<IGuildConfigService>().UpdateAsync(1, e => e.WelcomeChannelId = 42);
        Console.WriteLine("alive");
        return 1;
    }

    private sealed class Death : ICommitObserver
    {
        public void OnBegan(Clock clock)
        {
        }

        public void OnCommitted(IReadOnlyList<GuildConfigChange> changes, string mark)
        {
            using var self = Process.GetCurrentProcess();
            self.Kill();
            Thread.Sleep(Timeout.Infinite);
        }
    }
}
