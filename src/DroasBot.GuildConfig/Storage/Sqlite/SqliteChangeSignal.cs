using DroasBot.GuildConfig.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Watches the write-ahead log: when the file changes, or at the latest after the timeout, <c>PRAGMA data_version</c> tells whether anybody has committed.</summary>
/// <remarks>
/// The connection is its own and is never inside a transaction, since one that reads sees no change and stops checkpoints
/// (https://sqlite.org/pragma.html#pragma_data_version). Where files cannot be watched (no inotify instance left, a network file system,
/// <c>DOTNET_USE_POLLING_FILE_WATCHER</c> set), the timeout alone drives it.
/// </remarks>
internal sealed class SqliteChangeSignal : IChangeSignal
{
    private const string PollingVariable = "DOTNET_USE_POLLING_FILE_WATCHER";

    private static readonly TimeSpan _firstPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan _longestPause = TimeSpan.FromMilliseconds(32);
    private static readonly TimeSpan _longestCommit = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _hint = new(0, 1);
    private readonly SqliteConnection _connection;
    private readonly string _file;
    private readonly TimeProvider _timeProvider;
    private readonly FileSystemWatcher? _watcher;
    private long _version = -1;

    public SqliteChangeSignal(string connectionString, TimeProvider timeProvider, ILogger logger)
    {
        _timeProvider = timeProvider;
        _connection = new SqliteConnection(connectionString);
        _file = _connection.DataSource;
        _watcher = Watch(_file, logger);
    }

    public async Task WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(timeout, _timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            do
            {
                await _hint.WaitAsync(either.Token).ConfigureAwait(false);
            }
            while (!await WaitForCommitAsync(either.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Timed out: whoever waits looks for himself.
        }
    }

    public async ValueTask DisposeAsync()
    {
        _watcher?.Dispose();
        await _connection.DisposeAsync().ConfigureAwait(false);
        _hint.Dispose();
    }

    /// <summary>
    /// The log file changes before the commit that it announces: it is still to be made durable, and a busy disk takes its time for that.
    /// So the commit is looked for again, at growing intervals; that it has become visible changes no file.
    /// </summary>
    private async Task<bool> WaitForCommitAsync(CancellationToken cancellationToken)
    {
        var hinted = _timeProvider.GetTimestamp();
        for (var pause = _firstPause; !await HasChangedAsync(cancellationToken).ConfigureAwait(false); pause = pause * 2 < _longestPause ? pause * 2 : _longestPause)
        {
            if (_timeProvider.GetElapsedTime(hinted) > _longestCommit)
            {
                return false;
            }

            await Task.Delay(pause, _timeProvider, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    private async Task<bool> HasChangedAsync(CancellationToken cancellationToken)
    {
        if (_connection.State == System.Data.ConnectionState.Open && OpenFile.IsGone(_connection, _file))
        {
            await _connection.CloseAsync().ConfigureAwait(false);
            _version = -1;
        }

        if (_connection.State != System.Data.ConnectionState.Open)
        {
            await _connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        }

        using var command = _connection.CreateCommand();
        command.CommandText = "PRAGMA data_version";
        var version = (long)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        return Interlocked.Exchange(ref _version, version) != version;
    }

    private FileSystemWatcher? Watch(string file, ILogger logger)
    {
        if (Environment.GetEnvironmentVariable(PollingVariable) is "1" or "true")
        {
            return null;
        }

        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(Path.GetDirectoryName(file)!, Path.GetFileName(file) + "-wal")
            {
                NotifyFilter = NotifyFilters.LastWrite | NotifyFilters.Size | NotifyFilters.FileName,
            };
            watcher.Changed += (_, _) => Hint();
            watcher.Created += (_, _) => Hint();
            watcher.Error += (_, _) => Hint();
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception unavailable) when (unavailable is IOException or ArgumentException or PlatformNotSupportedException or UnauthorizedAccessException)
        {
            logger.FileWatcherUnavailable(unavailable);
            watcher?.Dispose();
            return null;
        }
    }

    /// <summary>One hint is as good as many.</summary>
    private void Hint()
    {
        try
        {
            if (_hint.CurrentCount == 0)
            {
                _hint.Release();
            }
        }
        catch (Exception late) when (late is SemaphoreFullException or ObjectDisposedException)
        {
            // Another event came first, or the watch has ended.
        }
    }
}
