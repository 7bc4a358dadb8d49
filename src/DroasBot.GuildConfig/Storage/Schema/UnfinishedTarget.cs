namespace DroasBot.GuildConfig.Storage.Schema;

/// <summary>A database that a copy is being written into, or whose copy was interrupted: an entry in its history of migrations says so, and keeps every start out.</summary>
/// <remarks>Whatever knows migrations of its own alone takes it for one of a newer version, and keeps out too.</remarks>
internal static class UnfinishedTarget
{
    /// <summary>The entry of a move.</summary>
    public const string Move = "unfinished-move";

    /// <summary>The entry of a salvage.</summary>
    public const string Salvage = "unfinished-salvage";

    private static readonly string[] _all = [Move, Salvage];

    /// <summary>Gives the statement that adds an entry.</summary>
    public static string MarkSql(string entry) => $"INSERT INTO {GuildConfigModel.HistoryTable} (\"MigrationId\", \"ProductVersion\") VALUES ('{entry}', '0')";

    /// <summary>Gives the statement that takes an entry away.</summary>
    public static Statement Unmark(string entry) => new($"DELETE FROM {GuildConfigModel.HistoryTable} WHERE \"MigrationId\" = '{entry}'");

    /// <summary>Gives the state without an entry, which the same repeated takes over.</summary>
    public static DatabaseState Without(string entry, DatabaseState state) => state with { Migrations = [.. state.Migrations.Where(found => found != entry)] };

    /// <summary>Throws if a database is one.</summary>
    public static void ThrowIfOne(string database, DatabaseState state)
    {
        if (state.Migrations.FirstOrDefault(_all.Contains) is { } entry)
        {
            throw new GuildConfigStoreException(
                $"The database '{database}' is the unfinished target of a {(entry == Move ? "move" : "salvage")}, which is still under way, or was interrupted. Run it again, to its end; "
                + "or delete this database (of a file, its -wal file too): everything is still in the one that it is copied from. Nothing was changed.",
                isTransient: false,
                innerException: null);
        }
    }
}
