using System.Globalization;
using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>How long changes took from the return of their call to where another process read them, in their order.</summary>
public sealed class SyncLags(IReadOnlyList<(DateTime Written, TimeSpan Lag)> changes)
{
    public SyncLags Skip(int count) => new([.. changes.Skip(count)]);

    /// <summary>Gives those that were written in a span of time.</summary>
    public SyncLags Between(DateTime from, DateTime to) => new([.. changes.Where(change => change.Written >= from && change.Written < to)]);

    /// <summary>Tells what they are together, in the output of the test.</summary>
    public void Report(string which)
    {
        var sorted = changes.Select(change => change.Lag.TotalMilliseconds).Order().ToList();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Commit to visible in the other process, {which}: {(sorted.Count == 0 ? "none" : $"p50 {sorted[sorted.Count / 2]:F1} ms, p99 {sorted[sorted.Count * 99 / 100]:F1} ms, most {sorted[^1]:F1} ms of {sorted.Count}")}"));
    }
}
