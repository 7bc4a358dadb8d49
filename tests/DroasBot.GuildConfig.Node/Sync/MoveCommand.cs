using System.Globalization;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Transfer;

namespace DroasBot.GuildConfig.Node.Sync;

/// <summary>Copies one database into another when a line is received: prints <c>rows DONE</c> on the way, then <c>moved</c> or <c>refused MESSAGE</c>.</summary>
internal static class MoveCommand
{
    public static async Task<int> RunAsync(string source, string target)
    {
        await using var from = SyncHost.Build(source);
        await using var to = SyncHost.Build(target);
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();
        try
        {
            var report = await DatabaseMove.RunAsync(from, to, new Rows());
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"moved {report.Problems.Count}"));
            return 0;
        }
        catch (GuildConfigStoreException refused)
        {
            Console.WriteLine($"refused {refused.Message}");
            return 1;
        }
    }

    /// <summary>Reports synchronously, not when a thread becomes free.</summary>
    private sealed class Rows : IProgress<RowProgress>
    {
        public void Report(RowProgress value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"rows {value.Done}"));
    }
}
