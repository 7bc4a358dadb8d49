using System.Data;
using Microsoft.Data.Sqlite;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>A real statement that fails where <see cref="WriterFaults"/> says.</summary>
internal sealed class FaultyCommand(WriterFaults faults) : SqliteCommand
{
    public override int ExecuteNonQuery()
    {
        faults.Reach(CommandText, this);
        return base.ExecuteNonQuery();
    }

    public override object? ExecuteScalar()
    {
        faults.Reach(CommandText, this);
        return base.ExecuteScalar();
    }

    public override Task<SqliteDataReader> ExecuteReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken)
    {
        faults.Reach(CommandText, this);
        return base.ExecuteReaderAsync(behavior, cancellationToken);
    }
}
