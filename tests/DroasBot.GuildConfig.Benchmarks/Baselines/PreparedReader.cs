using Microsoft.Data.Sqlite;

namespace DroasBot.GuildConfig.Benchmarks.Baselines;

/// <summary>One prepared statement on a connection that stays open: what the driver can do.</summary>
internal sealed class PreparedReader : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _command;
    private readonly SqliteParameter _guild = new("@guild", SqliteType.Integer);

    public PreparedReader(SqliteConnection connection)
    {
        _connection = connection;
        _command = new SqliteCommand(StoredColumns.Sql, connection);
        _command.Parameters.Add(_guild);
        _command.Prepare();
    }

    public StoredColumns Read(ulong guildId)
    {
        _guild.Value = unchecked((long)guildId);
        using var row = _command.ExecuteReader();
        row.Read();
        var columns = new StoredColumns { ClockRevision = row.GetInt64(0), Epoch = row.GetString(1) };
        if (!row.IsDBNull(6))
        {
            columns.WelcomeChannelId = row.IsDBNull(2) ? null : row.GetInt64(2);
            columns.Settings = row.GetString(3);
            columns.CreatedAt = row.GetInt64(4);
            columns.UpdatedAt = row.GetInt64(5);
            columns.Revision = row.GetInt64(6);
        }

        if (!row.IsDBNull(7))
        {
            columns.AssetId = row.GetString(7);
            columns.FilePath = row.GetString(8);
            columns.MediaType = row.GetString(9);
            columns.AssetCreatedAt = row.GetInt64(10);
        }

        return columns;
    }

    public void Dispose()
    {
        _command.Dispose();
        _connection.Dispose();
    }
}
