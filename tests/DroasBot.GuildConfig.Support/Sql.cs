using System.Data;
using System.Data.Common;

namespace DroasBot.GuildConfig.Support;

/// <summary>Statements without the library, as an administrator with a tool might run them.</summary>
public static class Sql
{
    /// <summary>Runs statements; opens the connection if it is closed.</summary>
    public static async Task ExecuteAsync(this DbConnection connection, string sql, CancellationToken cancellationToken = default)
    {
        await using var command = await connection.CommandAsync(sql, cancellationToken);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Reads the first value of the first row; opens the connection if it is closed.</summary>
    public static async Task<T> ScalarAsync<T>(this DbConnection connection, string sql, CancellationToken cancellationToken = default)
    {
        await using var command = await connection.CommandAsync(sql, cancellationToken);
        return (T)OrNull(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Reads all rows; opens the connection if it is closed.</summary>
    public static async Task<List<object?[]>> QueryAsync(this DbConnection connection, string sql, CancellationToken cancellationToken = default)
    {
        await using var command = await connection.CommandAsync(sql, cancellationToken);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<object?[]>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add([.. row.Select(OrNull)]);
        }

        return rows;
    }

    internal static object? OrNull(object? value) => value is DBNull ? null : value;

    private static async Task<DbCommand> CommandAsync(this DbConnection connection, string sql, CancellationToken cancellationToken)
    {
        if (connection.State == ConnectionState.Closed)
        {
            await connection.OpenAsync(cancellationToken);
        }

        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }
}
