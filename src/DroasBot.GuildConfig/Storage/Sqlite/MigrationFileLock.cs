using System.Diagnostics;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>A lock between processes that the operating system takes back when its holder dies: an exclusively opened file.</summary>
/// <remarks>It is a file of its own, since opening and closing the database file would drop SQLite's locks. It stays: deleting it would be a race.</remarks>
internal sealed class MigrationFileLock : IDisposable
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(20);

    private readonly FileStream _file;

    private MigrationFileLock(FileStream file) => _file = file;

    public static async Task<MigrationFileLock> AcquireAsync(string path, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return new MigrationFileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
            }
            catch (Exception failure) when (failure is UnauthorizedAccessException or DirectoryNotFoundException)
            {
                throw new GuildConfigStoreException(
                    $"The migration lock '{path}' cannot be opened. Give this process write access to the directory of the database.", isTransient: false, failure);
            }
            catch (IOException heldByAnother) when (Stopwatch.GetElapsedTime(started) >= timeout)
            {
                throw new GuildConfigStoreException(
                    $"Another process has held the migration lock '{path}' for {timeout.TotalSeconds:0} s. Wait for it to end its start, or end it.", isTransient: true, heldByAnother);
            }
            catch (IOException)
            {
                await Task.Delay(_pause, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public void Dispose() => _file.Dispose();
}
