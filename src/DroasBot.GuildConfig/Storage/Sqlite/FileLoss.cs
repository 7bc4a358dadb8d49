namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Which of the files that a connection has open is not at its path any more.</summary>
internal enum FileLoss
{
    None,

    /// <summary>The database itself.</summary>
    Database,

    /// <summary>Its write-ahead log. Commits succeed into a file that nobody will find again.</summary>
    Log,
}
