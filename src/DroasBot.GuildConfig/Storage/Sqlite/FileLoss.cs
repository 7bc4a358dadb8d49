namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Which of a connection's open files is no longer at its path.</summary>
internal enum FileLoss
{
    None,

    /// <summary>The database itself.</summary>
    Database,

    /// <summary>Its write-ahead log. Commits succeed into a file that nobody will find again.</summary>
    Log,
}
