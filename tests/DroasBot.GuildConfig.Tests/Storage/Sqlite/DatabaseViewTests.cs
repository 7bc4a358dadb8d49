using DroasBot.GuildConfig.Storage.Sqlite;
using DroasBot.GuildConfig.Support;
using Microsoft.Data.Sqlite;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Sqlite;

public sealed class DatabaseViewTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private SqliteLocation Location => SqliteConnectionStrings.Parse("Data Source=" + _directory.Database);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void OfFile_NoFile_Throws()
        => Assert.Throws<SqliteException>(() => DatabaseView.OfFile(Location, CancellationToken.None));

    /// <summary>The first schema had no marks.</summary>
    [Fact]
    public void ReadClock_WithoutAMark_HasNone()
    {
        SqliteFile.Execute(_directory.Database, "CREATE TABLE guild_config_clock (id INTEGER PRIMARY KEY, epoch, revision); INSERT INTO guild_config_clock VALUES (1, 'one', 7)");
        using var view = DatabaseView.OfFile(Location, CancellationToken.None);

        Assert.Equal(new StoredClock("one", 7, Mark: null), view.ReadClock());
    }

    [Fact]
    public void FindDamage_IntactFile_IsNone()
    {
        Fill();
        using var view = DatabaseView.OfFile(Location, CancellationToken.None);

        Assert.Null(view.FindDamage());
    }

    [Fact]
    public void FindDamage_Cancelled_Stops()
    {
        Fill();
        using var stop = new CancellationTokenSource();
        using var view = DatabaseView.OfFile(Location, stop.Token);
        stop.Cancel();

        var stopped = Assert.Throws<OperationCanceledException>(() => view.FindDamage());

        Assert.Equal(stop.Token, stopped.CancellationToken);
    }

    [Fact]
    public void FindDamage_DamagedPage_IsOneLine()
    {
        Fill();
        SqliteFile.SpoilPage(_directory.Database, 3);
        using var view = DatabaseView.OfFile(Location, CancellationToken.None);

        Assert.Matches("^[*]{3} in database main [*]{3} [^ \\n]+ .*[0-9]", view.FindDamage());
    }

    private void Fill() => SqliteFile.Execute(_directory.Database, SqliteFile.CreateNumbers(50_000));
}
