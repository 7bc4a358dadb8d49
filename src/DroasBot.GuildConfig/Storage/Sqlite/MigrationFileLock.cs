namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>A lock between processes that the operating system releases when its holder dies: an exclusively opened file.</summary>
/// <remarks>It is a separate file, since opening and closing the database file would drop SQLite's locks. It stays: deleting it would be a race.</remarks>
internal sealed class MigrationFileLock : IDisposable
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(20);

    private readonly FileStream _file;

    private MigrationFileLock(FileStream file) => _file = file;

    /// <summary>Waits while another process holds it, and for nothing else.</summary>
    /// <exception cref="GuildConfigStoreException">It is held for longer than the timeout, or cannot be opened.</exception>
    public static async Task<MigrationFileLock> AcquireAsync(string path, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return new MigrationFileLock(Open(path));
            }
            catch (IOException held) when (FileFailure.IsHeldByAnother(held))
            {
                if (TimeProvider.System.GetElapsedTime(started) >= timeout)
                {
                    throw new GuildConfigStoreException(
                        $"Another process has held the migration lock '{path}' for {timeout.TotalSeconds:0} s. Wait for it to finish starting, or end it.", isTransient: true, held);
                }
            }
            catch (Exception failure) when (FileFailure.IsOne(failure))
            {
                throw new GuildConfigStoreException(
                    $"The migration lock '{path}' cannot be opened: {FileFailure.Explain(failure)}. ({failure.Message})", isTransient: false, failure);
            }

            await Task.Delay(_pause, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _file.Dispose();

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (UnauthorizedAccessException) when (File.Exists(path))
        {
            // Another user's start has created it. Nothing is ever written to it, and opening it for reading locks it too.
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None, bufferSize: 0);
        }
    }
}
