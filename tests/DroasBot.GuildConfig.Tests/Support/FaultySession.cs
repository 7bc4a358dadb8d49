using System.Data.Common;
using DroasBot.GuildConfig.Storage;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>A session whose statements fail on demand; a real one next to it watches the files.</summary>
internal sealed class FaultySession(FaultyConnection connection, DatabaseSession real) : DatabaseSession(connection, prepares: false)
{
    public override bool IsGone => real.IsGone;

    public override void ThrowIfGone() => real.ThrowIfGone();

    public override StoredRow RowOf(DbDataReader reader) => real.RowOf(reader);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        real.Dispose();
    }
}
