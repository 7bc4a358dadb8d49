using DroasBot.GuildConfig.Caching;
using DroasBot.GuildConfig.Internal;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Health;

/// <summary>The reads of the last minutes, computed from samples of the counters. Constant memory. Thread-safe.</summary>
/// <remarks>Runs in hosts that have a health check, and only there.</remarks>
internal sealed class ReadWindow : IBackgroundLoop
{
    /// <summary>How many samples there are in a window; up to twice as many if checks fall between the ticks.</summary>
    private const int Parts = 10;

    private readonly CacheCounters _counters;
    private readonly TimeProvider _timeProvider;
    private readonly TimeSpan _length;
    private readonly Queue<ReadSample> _samples = new((2 * Parts) + 2);
    private readonly Lock _gate = new();
    private ReadSample _newest;

    public ReadWindow(GuildConfigCache cache, IOptions<GuildConfigOptions> options, TimeProvider timeProvider)
    {
        _counters = cache.Counters;
        _timeProvider = timeProvider;
        _length = options.Value.Health.Window;
        _newest = new ReadSample(_counters, timeProvider.GetTimestamp());
        _samples.Enqueue(_newest);
    }

    /// <summary>Gets how many samples are kept.</summary>
    internal int SampleCount
    {
        get
        {
            lock (_gate)
            {
                return _samples.Count;
            }
        }
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_length / Parts, _timeProvider);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            Read();
        }
    }

    /// <summary>Gets the reads in the window; if that is longer than the uptime, since the start.</summary>
    public ReadFigures Read()
    {
        lock (_gate)
        {
            var now = new ReadSample(_counters, _timeProvider.GetTimestamp());
            while (_samples.Count > 1 && Age(_samples.ElementAt(1), now) >= _length)
            {
                _samples.Dequeue();
            }

            var figures = now.Since(_samples.Peek());
            if (Age(_newest, now) >= _length / Parts / 2)
            {
                _newest = now;
                _samples.Enqueue(now);
            }

            return figures;
        }
    }

    private TimeSpan Age(ReadSample sample, ReadSample now) => _timeProvider.GetElapsedTime(sample.Taken, now.Taken);
}
