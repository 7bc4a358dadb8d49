using System.Globalization;

namespace DroasBot.GuildConfig.Support.Processes;

/// <summary>A node that sets guilds in turn, each to the number of the change, and another node that watches.</summary>
public sealed class FollowedWriter
{
    public required string Database { get; init; }

    /// <summary>Gets whether the nodes must not watch files.</summary>
    public bool Polling { get; init; }

    public int Guilds { get; init; } = 20;

    public required int Changes { get; init; }

    public required int PerSecond { get; init; }

    /// <summary>Gets how many calls are made simultaneously.</summary>
    public required int Concurrency { get; init; }

    /// <param name="halfway">Called halfway, to disturb the nodes; <see langword="null"/> for nothing.</param>
    public async Task<FollowedWrites> RunAsync(Func<Task>? halfway = null)
    {
        await using var writer = await NodeProcess.StartAsync(Polling, "write", Database, Text(Guilds), Text(Changes), Text(PerSecond), Text(Concurrency));
        await using var reader = await NodeProcess.StartAsync(Polling, "watch", Database, "1");
        await reader.ReadUntilAsync("watching");
        await writer.SayAsync("go");

        var lines = await reader.ReadUntilAsync($"saw {Changes / 2} ");
        var interruption = halfway?.Invoke() ?? Task.CompletedTask;
        lines.AddRange(await reader.ReadUntilAsync($"saw {Changes} "));
        await interruption;
        await reader.SayAsync(string.Join(' ', Enumerable.Range(1, Guilds)));
        lines.AddRange(await reader.ReadUntilAsync(null));

        var wrote = await writer.ReadUntilAsync("failed");
        var written = wrote.Where(line => line[0] == "wrote").ToDictionary(line => Number(line[1]), line => Time(line[2]));
        return new FollowedWrites(
            [.. lines.Where(line => line[0] == "saw").Select(line => Seen(Number(line[1]), line))],
            [.. lines.Where(line => line[0] == "polled").Select(line => Seen(Number(line[3]), line))],
            lines.Where(line => line[0] == "has").ToDictionary(line => (int)Number(line[1]), line => (int)Number(line[2])),
            (int)Number(wrote[^1][1]),
            (int)Number(wrote[^1][2]));

        SeenChange Seen(long revision, string[] line) => new(revision, Number(line[3]), written.GetValueOrDefault(revision), Time(line[4]));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static DateTime Time(string ticks) => new(Number(ticks), DateTimeKind.Utc);
}
