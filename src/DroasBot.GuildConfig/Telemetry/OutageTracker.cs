using DroasBot.GuildConfig.Internal;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Telemetry;

/// <summary>Tracks whether the database can be read, whichever component notices it: one log line when an outage begins, and one when it ends. Thread-safe.</summary>
/// <remarks>
/// An outage ends when everything has worked for a second. A flapping database counts as down: while outages follow each other within
/// a minute, the second becomes two, then four, up to a minute.
/// </remarks>
internal sealed class OutageTracker : IDisposable
{
    private static readonly TimeSpan _shortestCalm = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _longestCalm = TimeSpan.FromMinutes(1);

    private readonly WaitingTime _waiting;
    private readonly ILogger _logger;
    private readonly ITimer _calmTimer;
    private readonly Lock _gate = new();
    private volatile bool _isOpen;
    private volatile bool _syncFails;
    private bool _loadsFail;
    private TimeSpan _calm;
    private long? _calmSince;
    private long _began;
    private long? _ended;
    private long _staleReads;
    private long _failedLoads;
    private long _failedSyncs;

    public OutageTracker(WaitingTime waiting, ILogger<OutageTracker> logger)
    {
        _waiting = waiting;
        _logger = logger;
        _calmTimer = UnflowedContext.Start(() => waiting.Provider.CreateTimer(
            static outage => ((OutageTracker)outage!).EndIfCalm(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
    }

    /// <summary>Gets whether there is an outage.</summary>
    public bool IsOpen => _isOpen;

    /// <summary>Gets whether the change feed cannot read the database.</summary>
    public bool SyncFails => _syncFails;

    /// <summary>Counts a read that was answered past its time-to-live.</summary>
    public void CountStaleRead() => Interlocked.Increment(ref _staleReads);

    /// <summary>Counts a failed load, which need not mean an outage.</summary>
    public void CountFailedLoad() => Interlocked.Increment(ref _failedLoads);

    /// <summary>Resets the counts: it was not an outage.</summary>
    /// <returns>How many loads had failed.</returns>
    public long Dismiss()
    {
        Interlocked.Exchange(ref _staleReads, 0);
        return Interlocked.Exchange(ref _failedLoads, 0);
    }

    /// <summary>Records that loads fail, and not because of one row.</summary>
    public void LoadsFailed(Exception failure)
    {
        lock (_gate)
        {
            _loadsFail = true;
            NoteFailure("a load", failure);
        }
    }

    public void SyncFailed(Exception failure)
    {
        Interlocked.Increment(ref _failedSyncs);
        lock (_gate)
        {
            _syncFails = true;
            NoteFailure("the change feed", failure);
        }
    }

    /// <summary>Records a successful load. Costs one field access while there is no outage.</summary>
    public void LoadsSucceeded()
    {
        if (_isOpen)
        {
            lock (_gate)
            {
                _loadsFail = false;
                NoteSuccess();
            }
        }
    }

    /// <summary>Records that the change feed has read the database, so others can too.</summary>
    public void SyncSucceeded()
    {
        if (_isOpen)
        {
            lock (_gate)
            {
                _syncFails = false;
                _loadsFail = false;
                NoteSuccess();
            }
        }
    }

    public void Dispose() => _calmTimer.Dispose();

    private void NoteFailure(string noticedBy, Exception failure)
    {
        _calmSince = null;
        if (_isOpen)
        {
            return;
        }

        var now = _waiting.GetTimestamp();
        var followsAnother = _ended is { } ended && _waiting.GetElapsedTime(ended, now) < _longestCalm;
        _calm = !followsAnother ? _shortestCalm : _calm * 2 < _longestCalm ? _calm * 2 : _longestCalm;
        _began = now;
        _isOpen = true;
        _logger.OutageBegan(failure, noticedBy);
    }

    private void NoteSuccess()
    {
        if (_isOpen && !_loadsFail && !_syncFails && _calmSince is null)
        {
            _calmSince = _waiting.GetTimestamp();
            _calmTimer.Change(_calm, Timeout.InfiniteTimeSpan);
        }
    }

    private void EndIfCalm()
    {
        lock (_gate)
        {
            if (_isOpen && _calmSince is { } calmSince)
            {
                _isOpen = false;
                _calmSince = null;
                _ended = calmSince;
                _logger.OutageEnded(
                    _waiting.GetElapsedTime(_began, calmSince).TotalSeconds,
                    Interlocked.Exchange(ref _staleReads, 0),
                    Interlocked.Exchange(ref _failedLoads, 0),
                    Interlocked.Exchange(ref _failedSyncs, 0));
            }
        }
    }
}
