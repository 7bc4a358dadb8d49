using System.Data;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>A real statement that fails where <see cref="WriterFaults"/> says.</summary>
internal sealed class FaultyCommand(WriterFaults faults) : SqliteCommand
{
    public override int ExecuteNonQuery()
    {
        if (CommandText == "ROLLBACK;" && raw.sqlite3_get_autocommit(Connection!.Handle) != 0)
        {
            // A committed change whose response alone was lost cannot be rolled back.
            return 0;
        }

        faults.Reach(CommandText, this);
        var rows = base.ExecuteNonQuery();
        faults.Leave(CommandText);
        return rows;
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
