using System.Diagnostics;
using DroasBot.GuildConfig.Sample.Settings;
using DroasBot.GuildConfig.Telemetry;

namespace DroasBot.GuildConfig.Sample.Bot;

/// <summary>Administrators who choose channels, backgrounds and settings, one by one, and once many at a time.</summary>
internal sealed class Administrators(IGuildConfigService configs, WelcomeImages images, GuildDirectory guilds, Timeline timeline, RunLength length)
{
    private const int Steps = 14;
    private const int BurstStep = Steps / 2;
    private const int BurstSize = 64;

    private readonly Random _random = new();
    private readonly LatencyHistogram _latencies = new();

    /// <summary>Gets the number of changes made.</summary>
    public int Changes { get; private set; }

    /// <summary>Gets how many of them the very next read saw.</summary>
    public int SeenAtOnce { get; private set; }

    /// <summary>Gets the time that single changes took until they were durable, and visible to every reader.</summary>
    public LatencyHistogram Latencies => _latencies;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var step in length.SpreadAsync(Steps, cancellationToken))
        {
            await (step == BurstStep ? ChangeManyAsync() : ChangeOneAsync(step));
        }
    }

    private async Task ChangeOneAsync(int step)
    {
        // The first two changes are the home guild's, so that the next run finds another channel and background.
        var guildId = step < 2 ? GuildIds.Home : guilds.Pick(_random);
        var started = Stopwatch.GetTimestamp();
        var changed = await ((step % 3) switch
        {
            0 => ChooseChannelAsync(guildId),
            1 => ChooseBackgroundAsync(guildId),
            _ => ChooseMentionAsync(guildId),
        });
        var ticks = Stopwatch.GetTimestamp() - started;
        _latencies.Record(ticks);
        await CheckAsync(changed);
        var what = (step % 3) switch
        {
            0 => $"channel {SnapshotText.Channel(changed)}",
            1 => $"background {SnapshotText.Background(changed)}",
            _ => changed.Get<WelcomeSettings>().MentionMember ? "to mention new members" : "not to mention new members",
        };
        timeline.Add($"guild {guildId} chose {what}: revision {changed.Revision} after {LatencyHistogram.Nanoseconds(ticks) / 1e6:N1} ms");
    }

    private async Task ChangeManyAsync()
    {
        var started = Stopwatch.GetTimestamp();
        var changed = await Task.WhenAll(Enumerable.Range(0, BurstSize).Select(_ => ChooseChannelAsync(guilds.Pick(_random))));
        var elapsed = Stopwatch.GetElapsedTime(started);
        foreach (var snapshot in changed)
        {
            await CheckAsync(snapshot);
        }

        timeline.Add($"{BurstSize} administrators chose a channel at the same time: all durable after {elapsed.TotalMilliseconds:N1} ms");
    }

    private Task<GuildConfigSnapshot> ChooseChannelAsync(ulong guildId)
    {
        var channelId = GuildIds.ChannelOf(guildId, _random.Next(1, 1000));
        return configs.UpdateAsync(guildId, editor => editor.WelcomeChannelId = channelId, Context(guildId));
    }

    private async Task<GuildConfigSnapshot> ChooseBackgroundAsync(ulong guildId)
    {
        var image = await images.UploadAsync(_random.Next(1000), CancellationToken.None);
        return await configs.UpdateAsync(guildId, editor => editor.SetBackground(image), Context(guildId));
    }

    private Task<GuildConfigSnapshot> ChooseMentionAsync(ulong guildId)
        => configs.UpdateAsync(
            guildId,
            editor =>
            {
                var welcome = editor.Get<WelcomeSettings>();
                editor.Set(welcome with { MentionMember = !welcome.MentionMember });
            },
            Context(guildId));

    private static ChangeContext Context(ulong guildId) => new() { ActorId = guildId + 1, Reason = "chosen in the sample" };

    private async Task CheckAsync(GuildConfigSnapshot changed)
    {
        Changes++;
        if ((await configs.GetAsync(changed.GuildId)).Revision >= changed.Revision)
        {
            SeenAtOnce++;
        }
    }
}
