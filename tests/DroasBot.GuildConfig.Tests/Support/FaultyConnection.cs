using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>A real connection that fails where <see cref="WriterFaults"/> says.</summary>
internal sealed class FaultyConnection(string connectionString, WriterFaults faults) : SqliteConnection(connectionString)
{
    public override void Open()
    {
        faults.Reach("open");
        base.Open();
        raw.sqlite3_commit_hook(
            Handle,
            _ =>
            {
                faults.CountCommit();
                return 0;
            },
            null);
    }

    public override SqliteCommand CreateCommand() => new FaultyCommand(faults) { Connection = this, CommandTimeout = DefaultTimeout, Transaction = Transaction };

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel)
    {
        faults.Reach("begin");
        return base.BeginDbTransaction(isolationLevel);
    }
}
