using System.Diagnostics;
using DroasBot.GuildConfig.Sample.Settings;
using DroasBot.GuildConfig.Telemetry;

namespace DroasBot.GuildConfig.Sample.Bot;

/// <summary>New members, as fast as the machine allows: each one costs a read of the guild's configuration.</summary>
internal sealed class MemberJoins(IGuildConfigService configs, WelcomeImages images, GuildDirectory guilds, IGuildConfigCache cache, Timeline timeline, RunLength length)
{
    private const int Batch = 4096;
    private const int Reports = 4;

    /// <summary>One read in so many is timed: reading the clock costs as much as reading a configuration.</summary>
    private const int TimeEvery = 64;

    private long _reads;
    private long _welcomes;
    private long _mentions;
    private long _shown;

    public long Reads => Interlocked.Read(ref _reads);

    /// <summary>Gets how many of the members were welcomed: those of guilds that have chosen a channel.</summary>
    public long Welcomes => Interlocked.Read(ref _welcomes);

    /// <summary>Gets how many of these were mentioned in the welcome, as the guild's own settings decide.</summary>
    public long Mentions => Interlocked.Read(ref _mentions);

    /// <summary>Gets how many welcomes were shown with the guild's image, from memory: one in so many, as the clock is read.</summary>
    public long Shown => Interlocked.Read(ref _shown);

    public LatencyHistogram Latencies { get; } = new();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var readers = Enumerable.Range(0, Math.Max(2, Environment.ProcessorCount))
            .Select(_ => Task.Run(() => ReadAsync(cancellationToken), CancellationToken.None));
        foreach (var latencies in await Task.WhenAll(readers))
        {
            Latencies.Add(latencies);
        }
    }

    /// <summary>Says now and then how many there were.</summary>
    public async Task ReportAsync(CancellationToken cancellationToken)
    {
        await foreach (var _ in length.SpreadAsync(Reports, cancellationToken))
        {
            timeline.Add($"{Reads:N0} members have joined so far; hit rate {cache.GetStatistics().HitRate:P2}");
        }
    }

    private async Task<LatencyHistogram> ReadAsync(CancellationToken cancellationToken)
    {
        var random = new Random();
        var latencies = new LatencyHistogram();
        while (!cancellationToken.IsCancellationRequested)
        {
            var welcomes = 0;
            var mentions = 0;
            var shown = 0;
            for (var read = 0; read < Batch; read++)
            {
                var guildId = guilds.Pick(random);
                var started = read % TimeEvery == 0 ? Stopwatch.GetTimestamp() : 0;
                var snapshot = await configs.GetAsync(guildId, CancellationToken.None);
                if (started != 0)
                {
                    latencies.Record(Stopwatch.GetTimestamp() - started);
                    shown += await images.ShowAsync(snapshot) > 0 ? 1 : 0;
                }

                if (snapshot.WelcomeChannelId is not null)
                {
                    welcomes++;
                    mentions += snapshot.Get<WelcomeSettings>().MentionMember ? 1 : 0;
                }
            }

            Interlocked.Add(ref _reads, Batch);
            Interlocked.Add(ref _welcomes, welcomes);
            Interlocked.Add(ref _mentions, mentions);
            Interlocked.Add(ref _shown, shown);
            // A warm read completes immediately, so without this the loop would never give its thread back to the writers.
            await Task.Yield();
        }

        return latencies;
    }
}
