using System.Data.Common;

namespace DroasBot.GuildConfig.Storage;

/// <summary>One SQL statement, compiled once and executed many times on one connection.</summary>
internal sealed class PreparedStatement : IDisposable
{
    private readonly DbCommand _command;

    public PreparedStatement(DbConnection connection, Statement statement)
    {
        _command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are the library's own.
        _command.CommandText = statement.Sql;
#pragma warning restore CA2100
        _command.CommandTimeout = statement.TimeoutSeconds ?? _command.CommandTimeout;
        foreach (var (name, type) in statement.Parameters)
        {
            var parameter = _command.CreateParameter();
            parameter.ParameterName = "@" + name;
            parameter.DbType = type;
            _command.Parameters.Add(parameter);
        }
    }

    public Task PrepareAsync(CancellationToken cancellationToken) => _command.PrepareAsync(cancellationToken);

    /// <summary>Gets the command with its parameter values set, in order.</summary>
    public DbCommand With(DbTransaction? transaction, params ReadOnlySpan<object?> values)
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
