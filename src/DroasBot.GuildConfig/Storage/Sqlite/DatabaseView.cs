using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Reads a database without changing anything: a log is neither checkpointed nor removed.</summary>
internal sealed class DatabaseView : IDisposable
{
    /// <summary>SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE</summary>
    private const int NoCheckpointOnClose = 1006;

    /// <summary>Well under a millisecond of work.</summary>
    private const int InstructionsBetweenLooks = 10_000;

    private readonly SqliteConnection _connection;
    private readonly CancellationToken _cancellationToken;

    private DatabaseView(string connectionString, CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
        _connection = new SqliteConnection(connectionString);
        try
        {
            _connection.Open();

            // On Unix, read-only mode would suffice: a read-only descriptor cannot take an exclusive lock.
            var result = sqlite3_db_config(_connection.Handle!, NoCheckpointOnClose, 1, out _);
            SqliteException.ThrowExceptionForRC(result, _connection.Handle);
            sqlite3_progress_handler(_connection.Handle!, InstructionsBetweenLooks, _ => cancellationToken.IsCancellationRequested ? 1 : 0, null);
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>Gets the header of the file, without its log; <see langword="null"/> if it is not a database.</summary>
    public DatabaseHeader? Header
        => FileControl.IsAvailable ? DatabaseHeader.Read(_connection) : new DatabaseHeader((int)(long)Query("PRAGMA page_size")!, IsWal: null);

    public bool HasTables => (long)Query("SELECT count(*) FROM sqlite_master")! > 0;

    public bool HasClockTable => HasColumn("epoch");

    /// <summary>Opens the file alone. Concurrent writes may tear what is read.</summary>
    public static DatabaseView OfFile(SqliteLocation location, CancellationToken cancellationToken)
        => new(ConnectionStringOfFile(location), cancellationToken);

    /// <summary>Returns the connection string with which SQLite reads the file alone, and takes no locks.</summary>
    public static string ConnectionStringOfFile(SqliteLocation location) => Unpooled(location, $"file:{Escape(location.File)}?immutable=1");

    /// <summary>Opens the file together with its log.</summary>
    public static DatabaseView OfFileAndLog(SqliteLocation location, CancellationToken cancellationToken)
        => new(Unpooled(location, location.File), cancellationToken);

    /// <returns><see langword="null"/> if the library's tables or the clock are missing, which a start reports separately.</returns>
    public StoredClock? ReadClock()
    {
        if (!HasClockTable)
        {
            return null;
        }

        // The first schema has no marks.
        using var command = CreateCommand($"SELECT CAST(coalesce(epoch, '') AS TEXT), CAST(coalesce(revision, 0) AS INTEGER), {(HasColumn("mark") ? "CAST(mark AS TEXT)" : "NULL")} FROM guild_config_clock WHERE id = 1");
        using var row = command.ExecuteReader();
        return row.Read() ? new StoredClock(row.GetString(0), row.GetInt64(1), row.IsDBNull(2) ? null : row.GetString(2)) : null;
    }

    /// <returns><see langword="null"/> if the change is no longer recorded.</returns>
    public string? ReadMark(long revision) => Query("SELECT mark FROM guild_config_change WHERE revision = @revision", ("@revision", revision)) as string;

    /// <returns><see langword="null"/> if the structure is sound.</returns>
    public string? FindDamage() => Query("PRAGMA quick_check(1)") as string is not "ok" and var problem ? problem?.ReplaceLineEndings(" ") : null;

    public void Dispose() => _connection.Dispose();

    private static string Unpooled(SqliteLocation location, string source)
        => new SqliteConnectionStringBuilder(location.ConnectionString.ConnectionString) { DataSource = source, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString;

    private static string Escape(string file)
        => (OperatingSystem.IsWindows() ? "/" : string.Empty) + string.Join('/', file.Split(Path.DirectorySeparatorChar).Select(Uri.EscapeDataString));

    private bool HasColumn(string name)
        => Query("SELECT count(*) FROM pragma_table_info('guild_config_clock') WHERE name = @name", ("@name", name)) is 1L;

    private object? Query(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = CreateCommand(sql);
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        try
        {
            return command.ExecuteScalar();
        }
        catch (SqliteException interrupted) when (interrupted.SqliteErrorCode == SQLITE_INTERRUPT)
        {
            throw new OperationCanceledException(_cancellationToken);
        }
    }

    private SqliteCommand CreateCommand(string sql)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }
}
