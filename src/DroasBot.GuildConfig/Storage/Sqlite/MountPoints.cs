using System.Text.RegularExpressions;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>The mount points of Linux, as seen by this process.</summary>
/// <remarks>https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html</remarks>
internal static partial class MountPoints
{
    private const string Source = "/proc/self/mountinfo";
    private const int PathField = 4;

    /// <param name="path">A full path without symbolic links.</param>
    public static bool Contains(string path)
    {
        try
        {
            return File.Exists(Source) && Read(File.ReadLines(Source)).Contains(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public static IEnumerable<string> Read(IEnumerable<string> lines)
        => from line in lines
           let fields = line.Split(' ')
           where fields.Length > PathField
           select EscapePattern().Replace(fields[PathField], escape => ((char)Convert.ToInt32(escape.Groups[1].Value, 8)).ToString());

    /// <summary>A space, a tab, a line break or a backslash.</summary>
    [GeneratedRegex(@"\\([0-7]{3})")]
    private static partial Regex EscapePattern();
}
