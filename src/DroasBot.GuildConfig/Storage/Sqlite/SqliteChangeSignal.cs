using System.Threading.Channels;
using DroasBot.GuildConfig.Telemetry;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Watches the write-ahead log: after the file has changed, <c>PRAGMA data_version</c> tells whether anybody has committed.</summary>
/// <remarks>
/// The log file changes before the commit that it announces is durable, which takes a while on a busy disk, and becoming visible changes
/// no file. So the commit is polled for, at growing intervals; and not only until one is found, since
/// several commits may raise one event.
/// <para>
/// The connection is separate and is never inside a transaction, since a reading one sees no change and stops checkpoints
/// (https://sqlite.org/pragma.html#pragma_data_version). Where files cannot be watched (no inotify instance left, a network file system,
/// <c>DOTNET_USE_POLLING_FILE_WATCHER</c> set), only the timeout drives it.
/// </para>
/// </remarks>
internal sealed class SqliteChangeSignal : IChangeSignal
{
    private const string PollingVariable = "DOTNET_USE_POLLING_FILE_WATCHER";

    private static readonly TimeSpan _firstPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan _longestPause = TimeSpan.FromMilliseconds(32);
    private static readonly TimeSpan _longestCommit = TimeSpan.FromSeconds(5);

    private readonly Channel<bool> _hints = Channel.CreateBounded<bool>(1);
    private readonly SqliteConnections _connections;
    private readonly TimeProvider _timeProvider;
    private readonly LogWatcher? _watcher;
    private DatabaseSession? _session;
    private Task<bool> _nextHint;
    private long? _lastHint;
    private TimeSpan _pause;
    private long _version = -1;

    public SqliteChangeSignal(SqliteConnections connections, ILogger logger, TimeProvider? timeProvider = null)
    {
        _timeProvider = timeProvider ?? TimeProvider.System;
        _nextHint = NextHintAsync();
        _connections = connections;
        _watcher = Watch(connections.Name, logger);
    }

    public async Task WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(timeout, _timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            do
            {
                await WaitForReasonToLookAsync(either.Token).ConfigureAwait(false);
            }
            while (!await HasChangedAsync(either.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Timed out: the caller polls anyway.
        }
    }

    public void CloseGone()
    {
        if (_session is { IsGone: true })
        {
            _session.Dispose();
            _session = null;
            _version = -1;
        }
    }

    public ValueTask DisposeAsync()
    {
        _watcher?.Dispose();
        _session?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Records that the log file has changed. One hint is as good as many.</summary>
    internal void Hint() => _hints.Writer.TryWrite(true);

    /// <summary>Waits for a hint; for some time after one, at most for a short pause.</summary>
    private async Task WaitForReasonToLookAsync(CancellationToken cancellationToken)
    {
        if (_lastHint is { } hinted && _timeProvider.GetElapsedTime(hinted) < _longestCommit)
        {
            await Task.WhenAny(_nextHint, Task.Delay(_pause, _timeProvider, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
        else
        {
            await _nextHint.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        if (_nextHint.IsCompleted)
        {
            _nextHint = NextHintAsync();
            _lastHint = _timeProvider.GetTimestamp();
            _pause = _firstPause;
        }
        else
        {
            _pause = _pause * 2 < _longestPause ? _pause * 2 : _longestPause;
        }
    }

    private Task<bool> NextHintAsync() => _hints.Reader.ReadAsync(CancellationToken.None).AsTask();

    private async Task<bool> HasChangedAsync(CancellationToken cancellationToken)
    {
        CloseGone();
        _session ??= await _connections.OpenReaderAsync(cancellationToken).ConfigureAwait(false);
        using var command = _session.Connection.CreateCommand();
        command.CommandText = "PRAGMA data_version";
        var version = (long)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        return Interlocked.Exchange(ref _version, version) != version;
    }

    private LogWatcher? Watch(string file, ILogger logger)
    {
        if (Environment.GetEnvironmentVariable(PollingVariable) is "1" or "true")
        {
            return null;
        }

        try
        {
            return new LogWatcher(file, Hint, TimeProvider.System);
        }
        catch (Exception unavailable) when (unavailable is IOException or ArgumentException or PlatformNotSupportedException or UnauthorizedAccessException)
        {
            logger.FileWatcherUnavailable(unavailable);
            return null;
        }
    }
}
