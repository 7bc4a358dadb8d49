using System.Data;
using System.Data.Common;

namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>One SQL statement, compiled once and executed many times on the writer's connection.</summary>
internal sealed class PreparedStatement : IDisposable
{
    private readonly DbCommand _command;

    public PreparedStatement(DbConnection connection, string sql, params ReadOnlySpan<(string Name, DbType Type)> parameters)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        foreach (var (name, type) in parameters)
        {
            var parameter = _command.CreateParameter();
            parameter.ParameterName = "@" + name;
            parameter.DbType = type;
            _command.Parameters.Add(parameter);
        }
    }

    /// <summary>Gives the command with its values set, in the order of its parameters.</summary>
    public DbCommand In(DbTransaction transaction, params ReadOnlySpan<object?> values)
    {
        _command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++)
        {
            _command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return _command;
    }

    public void Dispose() => _command.Dispose();
}
