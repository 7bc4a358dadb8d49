using System.Diagnostics;
using DroasBot.GuildConfig.Contract;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Node.Faults;

/// <summary>A bot at work: events read guilds, administrators change this bot's guilds, and maintenance runs at the same time.</summary>
/// <param name="services">The services of the library.</param>
/// <param name="number">Distinguishes the bots of one database, from 0. Each changes its own guilds, and reads all of them.</param>
/// <param name="bots">How many bots there are.</param>
internal sealed class BusyBot(IServiceProvider services, int number, int bots)
{
    private const int Guilds = 1_000;
    private const int Administrators = 5;
    private const int EventsPerTurn = 10;

    private static readonly TimeSpan _eventInterval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan _editInterval = TimeSpan.FromMilliseconds(200);

    private readonly IGuildConfigService _service = services.GetRequiredService<IGuildConfigService>();
    private readonly IGuildBackgroundStore _images = services.GetRequiredService<IGuildBackgroundStore>();
    private readonly IGuildConfigCache _cache = services.GetRequiredService<IGuildConfigCache>();
    private readonly IGuildConfigMaintenance _maintenance = services.GetRequiredService<IGuildConfigMaintenance>();

    /// <summary>The channel of each guild, by its index; 0 for none, <see langword="null"/> after a change that may or may not be stored.</summary>
    private readonly ulong?[] _channels = [.. Enumerable.Repeat<ulong?>(0, Guilds)];
    private readonly Random _random = new(number + 1);
    private long _failures;

    /// <summary>Works for a while.</summary>
    /// <param name="time">How long.</param>
    /// <param name="backup">Where a backup is written in the meantime; it is deleted again.</param>
    public async Task<RoundOfWork> RunAsync(TimeSpan time, string backup)
    {
        var (reads, edits) = (new List<TimeSpan>(), new List<TimeSpan>());
        _failures = 0;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(
            [
                AnswerAsync(() => clock.Elapsed >= time, reads),
                .. Enumerable.Range(0, Administrators).Select(administrator => AdministerAsync(administrator, () => clock.Elapsed >= time, edits)),
                MaintainAsync(time / 3, backup),
            ]);
        return new RoundOfWork(reads, edits, _failures);
    }

    /// <summary>Finds this bot's guilds that do not have the last acknowledged value.</summary>
    public async Task<List<ulong>> FindLostAsync()
    {
        var lost = new List<ulong>();
        for (var place = 0; place < Guilds; place++)
        {
            _cache.Invalidate(Guild(place));
            if (_channels[place] is { } channel && ((await _service.GetAsync(Guild(place))).WelcomeChannelId ?? 0) != channel)
            {
                lost.Add(Guild(place));
            }
        }

        return lost;
    }

    private ulong Guild(int place) => (ulong)((place * bots) + number + 1);

    private async Task AnswerAsync(Func<bool> isOver, List<TimeSpan> times)
    {
        using var timer = new PeriodicTimer(_eventInterval);
        while (!isOver() && await timer.WaitForNextTickAsync())
        {
            for (var i = 0; i < EventsPerTurn; i++)
            {
                var guild = (ulong)_random.Next(1, (Guilds * bots) + 1);
                await TimeAsync(async () => _ = (await _service.GetAsync(guild)).Get<UserSettings>(), times);
            }
        }
    }

    private async Task AdministerAsync(int administrator, Func<bool> isOver, List<TimeSpan> times)
    {
        var random = new Random((number * Administrators) + administrator);
        using var timer = new PeriodicTimer(_editInterval);
        while (!isOver() && await timer.WaitForNextTickAsync())
        {
            // No two administrators share a guild, so each knows the expected values of its guilds.
            var place = (random.Next(Guilds / Administrators) * Administrators) + administrator;
            var before = _channels[place];
            _channels[place] = null;
            ulong? after = null;
            var stored = await TimeAsync(async () => after = await ChangeAsync(Guild(place), random), times);
            _channels[place] = stored switch
            {
                true => after,
                false => before,
                null => null,
            };
            await TimeAsync(() => CheckAsync(place), []);
        }
    }

    private async Task CheckAsync(int place)
    {
        var read = (await _service.GetAsync(Guild(place))).WelcomeChannelId ?? 0;
        if (_channels[place] is { } channel && read != channel)
        {
            throw new InvalidOperationException($"Guild {Guild(place)} has channel {channel}, but a read returned {read}.");
        }
    }

    /// <summary>Changes a guild.</summary>
    /// <returns>The channel that it now has; 0 for none.</returns>
    private async Task<ulong> ChangeAsync(ulong guild, Random random)
    {
        switch (random.Next(50))
        {
            case 0:
                await _maintenance.EraseGuildAsync(guild);
                return 0;
            case <= 2:
                await _service.DeleteAsync(guild);
                return 0;
            case <= 4:
                using (var picture = new MemoryStream(Pictures.Png(random.Next(200), padding: 5_000)))
                {
                    var content = await _images.PutAsync(picture);
                    await _service.UpdateAsync(guild, editor => editor.SetBackground(content));
                }

                break;
        }

        var channel = (ulong)random.NextInt64(1, long.MaxValue);
        await _service.UpdateAsync(guild, editor =>
        {
            editor.WelcomeChannelId = channel;
            editor.Set(new UserSettings { Greeter = channel % 1_000, Channel = channel, Welcomers = [1, 2, channel] });
        });
        return channel;
    }

    private async Task MaintainAsync(TimeSpan pause, string backup)
    {
        await Task.Delay(pause);
        await TimeAsync(() => _maintenance.BackupAsync(backup), []);
        File.Delete(backup);
        await TimeAsync(() => _maintenance.EraseUserAsync((ulong)_random.Next(1_000)), []);
        await TimeAsync(() => _maintenance.PruneHistoryAsync(DateTimeOffset.UtcNow.AddMinutes(-5)), []);
    }

    /// <summary>Times a call that succeeds; counts one that fails.</summary>
    /// <returns>Whether it succeeded; <see langword="null"/> if its change may or may not be stored.</returns>
    private async Task<bool?> TimeAsync(Func<Task> call, List<TimeSpan> times)
    {
        var begin = Stopwatch.GetTimestamp();
        try
        {
            await call();
            lock (times)
            {
                times.Add(Stopwatch.GetElapsedTime(begin));
            }

            return true;
        }
        catch (GuildConfigStoreException failure)
        {
            Interlocked.Increment(ref _failures);
            return failure.IsTransient ? false : null;
        }
    }
}
