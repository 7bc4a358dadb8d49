using System.Diagnostics;
using DroasBot.GuildConfig.Sample.Settings;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Sample.StandIn;

/// <summary>A busy day, measured: members join as fast as the machine allows, and an administrator changes something ten times a second.</summary>
internal sealed class Load(IGuildConfigService configs, IGuildConfigCache cache, IOptions<GuildConfigOptions> options, Display display)
{
    private const double Megabyte = 1e6;

    /// <summary>How many reads there are per timed one: reading the clock costs as much as reading a configuration.</summary>
    private const int TimeEvery = 256;

    private static readonly TimeSpan _betweenChanges = TimeSpan.FromMilliseconds(100);
    private static readonly double[] _shares = [0.5, 0.9, 0.99, 0.999];

    private readonly List<long> _changes = [];
    private int _seen;
    private int _refused;

    /// <summary>Runs until it is cancelled, which is no error, and shows the figures.</summary>
    public async Task RunAsync(List<ulong> guildIds, CancellationToken end)
    {
        var begun = Stopwatch.GetTimestamp();
        var readers = Enumerable.Range(0, Math.Max(2, Environment.ProcessorCount)).Select(_ => Task.Run(() => ReadAsync(guildIds, end), CancellationToken.None)).ToList();
        await ChangeAsync(guildIds, end);
        var reads = (await Task.WhenAll(readers)).SelectMany(times => times).ToList();
        var statistics = cache.GetStatistics();
        display.Report(
            [
                ("guilds", $"{statistics.Count:N0}"),
                ("hit rate", $"{statistics.HitRate:P2}"),
                ("memory", $"{statistics.Bytes / Megabyte:N1} MB of {options.Value.Cache.MaxBytes / Megabyte:N0} MB"),
                ("reads per second", $"{reads.Count * TimeEvery / Stopwatch.GetElapsedTime(begun).TotalSeconds:N0}"),
                ("changes", $"{_changes.Count:N0}, of which the next read saw {_seen:N0}; {_refused:N0} refused"),
                ("change, median", $"{Nanoseconds(_changes, 0.5) / 1e6:N1} ms until durable"),
            ],
            [.. _shares.Select(share => ($"read p{share * 100:0.#}", Nanoseconds(reads, share)))]);
    }

    private async Task<List<long>> ReadAsync(List<ulong> guildIds, CancellationToken end)
    {
        var times = new List<long>();
        for (var read = 0; !end.IsCancellationRequested; read = (read + 1) % TimeEvery)
        {
            var guildId = guildIds[Random.Shared.Next(guildIds.Count)];
            var begun = read == 0 ? Stopwatch.GetTimestamp() : 0;
            _ = (await configs.GetAsync(guildId, CancellationToken.None)).Get<WelcomeSettings>();
            if (read == 0)
            {
                times.Add(Stopwatch.GetTimestamp() - begun);

                // A warm read completes immediately, so without this the loop would never give its thread back to the writers.
                await Task.Yield();
            }
        }

        return times;
    }

    private async Task ChangeAsync(List<ulong> guildIds, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            var guildId = GuildIds.PickOther(guildIds);
            var begun = Stopwatch.GetTimestamp();
            try
            {
                var changed = await configs.UpdateAsync(guildId, guild => guild.WelcomeChannelId = GuildIds.NewChannel(guildId), cancellationToken: CancellationToken.None);
                _changes.Add(Stopwatch.GetTimestamp() - begun);
                _seen += (await configs.GetAsync(guildId, CancellationToken.None)).Revision >= changed.Revision ? 1 : 0;
            }
            catch (GuildConfigStoreException)
            {
                _refused++;
            }

            await Task.Delay(_betweenChanges, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Gets the time that the given share of the times does not exceed; 0 if there are none.</summary>
    private static double Nanoseconds(List<long> times, double share)
        => times.Order().ElementAtOrDefault((int)Math.Ceiling(share * times.Count) - 1) * (1e9 / Stopwatch.Frequency);
}
