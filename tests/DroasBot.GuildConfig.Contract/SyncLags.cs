using System.Globalization;
using DroasBot.GuildConfig.Support.Processes;
using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>Writes to the test output how long changes took to become visible in another process.</summary>
public static class SyncLags
{
    public static void Report(this IEnumerable<SeenChange> changes, string which)
    {
        var sorted = changes.Select(change => change.Lag.TotalMilliseconds).Order().ToList();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Commit to visible in the other process, {which}: {(sorted.Count == 0 ? "none" : $"p50 {sorted[sorted.Count / 2]:F1} ms, p99 {sorted[sorted.Count * 99 / 100]:F1} ms, most {sorted[^1]:F1} ms of {sorted.Count}")}"));
    }
}
