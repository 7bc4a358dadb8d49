using DroasBot.GuildConfig.Storage.Sqlite;

namespace DroasBot.GuildConfig.Commands.Output;

/// <summary>Shows how far something is that writes a file next to its target, and tells nothing of it: by the size of that file.</summary>
internal static class GrowingFile
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(200);

    /// <param name="target">What the file will be called.</param>
    /// <param name="total">How large it will be, in bytes.</param>
    /// <param name="work">Writes it.</param>
    /// <param name="progress">Is told of bytes.</param>
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
