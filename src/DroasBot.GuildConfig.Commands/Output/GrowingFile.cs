using DroasBot.GuildConfig.Storage.Sqlite;

namespace DroasBot.GuildConfig.Commands.Output;

/// <summary>Shows the progress of an operation that reports none itself, by the size of the file that it writes next to its target.</summary>
internal static class GrowingFile
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(200);

    /// <param name="target">The final name of the file.</param>
    /// <param name="total">The expected size, in bytes.</param>
    /// <param name="work">Writes the file.</param>
    /// <param name="progress">Receives the progress in bytes.</param>
    public static async Task<bool> WatchAsync(string target, long total, Task work, IProgress<GuildConfigPreloadProgress> progress)
    {
        using var timer = new PeriodicTimer(_interval);
        while (await Task.WhenAny(work, timer.WaitForNextTickAsync().AsTask()).ConfigureAwait(false) != work)
        {
            progress.Report(new GuildConfigPreloadProgress(Math.Min(total, LengthOf(target)), total));
        }

        await work.ConfigureAwait(false);
        return true;
    }

    private static long LengthOf(string target)
        => new DirectoryInfo(Path.GetDirectoryName(target)!) is { Exists: true } directory
            ? directory.EnumerateFiles(PartialFile.PatternOf(Path.GetFileName(target))).Sum(static file => file.Length)
            : 0;
}
