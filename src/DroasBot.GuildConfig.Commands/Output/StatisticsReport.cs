using System.Text.Json.Nodes;

namespace DroasBot.GuildConfig.Commands.Output;

/// <summary>The memory use of the guilds.</summary>
internal sealed class StatisticsReport(long loaded, TimeSpan elapsed, GuildConfigCacheStatistics statistics, long budget) : IReport
{
    public IEnumerable<Line> ToLines(int width)
    {
        yield return $"guilds loaded   {loaded:N0} in {elapsed.TotalMilliseconds:N0} ms";
        yield return $"cached          {statistics.Count:N0} guilds, {statistics.Bytes:N0} of {budget:N0} bytes";
        yield return $"evictions       {statistics.Evictions:N0}";
        yield return $"newest revision {statistics.Revision}";
    }

    public JsonObject ToJson()
        => new()
        {
            ["loaded"] = loaded,
            ["seconds"] = elapsed.TotalSeconds,
            ["cached"] = statistics.Count,
            ["bytes"] = statistics.Bytes,
            ["budget"] = budget,
            ["evictions"] = statistics.Evictions,
            ["revision"] = statistics.Revision,
        };
}
