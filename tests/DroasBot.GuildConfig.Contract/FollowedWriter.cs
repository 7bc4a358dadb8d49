using System.Globalization;
using DroasBot.GuildConfig.Processes;
using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>One process changes guilds, and another must see each change once, in order, and end with what was written.</summary>
public sealed class FollowedWriter(ContractStore store, bool polling)
{
    public const int PerSecond = 400;

    private const int Guilds = 20;
    private const int Changes = 10_000;

    /// <param name="halfway">What happens to both in the middle; <see langword="null"/> for nothing.</param>
    public async Task<SyncLags> RunAsync(Func<Task>? halfway = null)
    {
        var database = store.NodeDatabase;
        await using var writer = await SyncNodeProcess.StartAsync(polling, "write", database, Text(Guilds), Text(Changes), Text(PerSecond), Text(Guilds));
        await using var reader = await SyncNodeProcess.StartAsync(polling, "watch", database);
        await reader.ReadUntilAsync("watching");
        await writer.SayAsync("go");

        var seen = new List<string[]>();
        await TakeUntilAsync(Changes / 2);
        var interruption = halfway?.Invoke() ?? Task.CompletedTask;
        await TakeUntilAsync(Changes);
        await interruption;
        await reader.SayAsync(string.Join(' ', Enumerable.Range(1, Guilds)));
        var rest = await reader.ReadUntilAsync(null);
        var wrote = (await writer.ReadUntilAsync("failed")).Where(IsNoLog).ToList();

        Assert.Equal(Enumerable.Range(1, Changes).Select(i => Text(i)), seen.Select(line => line[1]));
        Assert.Equal(
            Enumerable.Range(Changes - Guilds, Guilds).Select(number => $"has {(number % Guilds) + 1} {number + 1}"),
            rest.Where(IsNoLog).Select(line => string.Join(' ', line)));
        Assert.Equal(Changes, await store.ScalarAsync<long>("SELECT revision FROM guild_config_clock"));
        Assert.True(halfway is not null || wrote[^1] is ["failed", "0", "0"]);
        TestContext.Current.TestOutputHelper?.WriteLine($"Calls that failed: {wrote[^1][1]} not committed, {wrote[^1][2]} in doubt.");
        var written = wrote.SkipLast(1).ToDictionary(line => line[1], line => Time(line[2]));
        return new SyncLags([.. seen.Select(line => (written[line[1]], Time(line[4]) - written[line[1]]))]);

        async Task TakeUntilAsync(int revision)
            => seen.AddRange((await reader.ReadUntilAsync($"saw {revision} ")).Where(IsNoLog));
    }

    /// <summary>Warnings of the library come in between.</summary>
    private static bool IsNoLog(string[] line) => line[0] != "log";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static DateTime Time(string ticks) => new(long.Parse(ticks, CultureInfo.InvariantCulture), DateTimeKind.Utc);
}
