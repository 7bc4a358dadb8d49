namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>The temporary name of a file until it is complete: next to its target, and unique.</summary>
internal static class PartialFile
{
    private const string Extension = ".partial";

    public static string PathOf(string target) => $"{target}-{Guid.NewGuid():N}{Extension}";

    /// <summary>Returns the pattern of such names.</summary>
    /// <param name="targetName">The target without its directory.</param>
    public static string PatternOf(string targetName) => $"{targetName}-*{Extension}";
}
