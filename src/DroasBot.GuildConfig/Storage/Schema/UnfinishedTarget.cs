namespace DroasBot.GuildConfig.Storage.Schema;

/// <summary>A database that is being filled by a copy, or whose copy was interrupted: an entry in its migration history marks it, and prevents every start.</summary>
/// <remarks>To older versions it looks like a migration of a newer version, so they refuse to start, too.</remarks>
internal static class UnfinishedTarget
{
    /// <summary>The entry of a move.</summary>
    public const string Move = "unfinished-move";

    /// <summary>The entry of a salvage.</summary>
    public const string Salvage = "unfinished-salvage";

    private static readonly string[] _all = [Move, Salvage];

    /// <summary>Gets the statement that adds an entry.</summary>
    public static string MarkSql(string entry) => $"INSERT INTO {GuildConfigModel.HistoryTable} (\"MigrationId\", \"ProductVersion\") VALUES ('{entry}', '0')";

    /// <summary>Gets the statement that removes an entry.</summary>
    public static Statement Unmark(string entry) => new($"DELETE FROM {GuildConfigModel.HistoryTable} WHERE \"MigrationId\" = '{entry}'");

    /// <summary>Gets the state without an entry: repeating the same copy continues with it.</summary>
    public static DatabaseState Without(string entry, DatabaseState state) => state with { Migrations = [.. state.Migrations.Where(found => found != entry)] };

    /// <summary>Throws if a database is an unfinished target.</summary>
    public static void ThrowIfOne(string database, DatabaseState state)
    {
        if (state.Migrations.FirstOrDefault(_all.Contains) is { } entry)
        {
            throw new GuildConfigStoreException(
                $"The database '{database}' is the unfinished target of a {(entry == Move ? "move" : "salvage")}, which is still in progress, or was interrupted. Run it again, to completion; "
                + "or delete this database (of a file, its -wal file too): everything is still in its source. Nothing was changed.",
                isTransient: false,
                innerException: null);
        }
    }
}
