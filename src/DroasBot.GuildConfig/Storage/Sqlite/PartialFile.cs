namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>The name under which a file is written until it is whole: next to its target, and never the same twice.</summary>
internal static class PartialFile
{
    private const string Extension = ".partial";

    public static string PathOf(string target) => $"{target}-{Guid.NewGuid():N}{Extension}";

    /// <summary>Gives the pattern of such names.</summary>
    /// <param name="targetName">The target without its directory.</param>
    public static string PatternOf(string targetName) => $"{targetName}-*{Extension}";
}
