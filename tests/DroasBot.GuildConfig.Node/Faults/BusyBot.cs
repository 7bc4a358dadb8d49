using System.Diagnostics;
using DroasBot.GuildConfig.Contract;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Node.Faults;

/// <summary>A bot at work: events read guilds, administrators change those of this bot, and maintenance is done meanwhile.</summary>
/// <param name="services">Where the library is.</param>
/// <param name="number">Distinguishes the bots of one database, from 0; each changes its own guilds, and reads everybody's.</param>
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
    private readonly IGuildConfigMaintenance _maintenance = services.GetRequiredService<IGuildConfigMaintenance>();

    /// <summary>The channel that each guild has, by its place; 0 for none, <see langword="null"/> for a change that may or may not be stored.</summary>
    private readonly ulong?[] _channels = [.. Enumerable.Repeat<ulong?>(0, Guilds)];
    private readonly Random _random = new(number + 1);
    private long _failures;

    /// <summary>Works for a while.</summary>
    /// <param name="time">How long.</param>
    /// <param name="backup">Where a backup is written meanwhile; it is removed again.</param>
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

    /// <summary>Finds the guilds of this bot that do not have the value that was acknowledged last.</summary>
    public async Task<List<ulong>> FindLostAsync()
    {
        var lost = new List<ulong>();
        for (var place = 0; place < Guilds; place++)
        {
            services.GetRequiredService<IGuildConfigCache>().Invalidate(Guild(place));
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
            // No two administrators have a guild in common, so each knows what its guilds are to have.
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
            throw new InvalidOperationException($"Guild {Guild(place)} has channel {channel}, and is read with {read}.");
        }
    }

    /// <summary>Changes a guild.</summary>
    /// <returns>The channel that it has now; 0 for none.</returns>
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

    /// <summary>Times a call that succeeds; one that fails is counted.</summary>
    /// <returns>Whether it succeeded; <see langword="null"/> if what it has done may be stored or not.</returns>
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
