using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>A separate connection for long-running statements, which can be cancelled, unlike the driver's own.</summary>
/// <remarks>Works on the caller's thread, like all of SQLite.</remarks>
internal sealed class InterruptibleConnection : IDisposable
{
    /// <summary>Well under a millisecond of work.</summary>
    private const int InstructionsBetweenLooks = 10_000;

    private readonly SqliteConnection _connection;
    private readonly CancellationToken _cancellationToken;

    /// <param name="connectionString">Unpooled: what is set up here must not reach another user of the handle.</param>
    /// <param name="pragmas">The settings of connections.</param>
    /// <param name="cancellationToken">Cancels the running statement, and later ones.</param>
    public InterruptibleConnection(string connectionString, SqlitePragmas pragmas, CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
        _connection = new SqliteConnection(connectionString);
        try
        {
            _connection.Open();
            pragmas.ApplyToReader(_connection);

            // Polled, because sqlite3_interrupt is lost on a statement that has not begun yet.
            sqlite3_progress_handler(_connection.Handle!, InstructionsBetweenLooks, _ => cancellationToken.IsCancellationRequested ? 1 : 0, null);
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void Execute(string sql, params ReadOnlySpan<(string Name, object Value)> parameters) => Read(sql, _ => { }, parameters);

    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void Read(string sql, Action<SqliteDataReader> visit, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        try
        {
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                visit(rows);
            }
        }
        catch (SqliteException interrupted) when (interrupted.SqliteErrorCode == SQLITE_INTERRUPT)
        {
            throw new OperationCanceledException(_cancellationToken);
        }
    }

    public void Dispose() => _connection.Dispose();
}
