using DroasBot.GuildConfig.Storage.Sqlite;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Sqlite;

public sealed class CopyIdentityTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Copy => _directory.File("copy.db");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Renew_Copy_IsAnotherDatabaseWithTheSameContent(bool newestChangeIsKept)
    {
        using var database = new HandMadeDatabase(Copy, mode: "delete");
        database.Commit("first");
        database.Commit("second");
        if (!newestChangeIsKept)
        {
            database.Execute("DELETE FROM guild_config_change WHERE revision = 2");
        }

        using (var connection = new InterruptibleConnection($"Data Source={Copy};Pooling=False", new SqlitePragmas(TimeSpan.FromSeconds(1)), TestContext.Current.CancellationToken))
        {
            CopyIdentity.Renew(connection);
        }

        var mark = database.Scalar<string>("SELECT mark FROM guild_config_clock");
        Assert.Matches("^[0-9a-f]{32}$", database.Scalar<string>("SELECT epoch FROM guild_config_clock"));
        Assert.Matches("^[0-9a-f]{16}$", mark);
        Assert.Equal(2, database.Scalar<long>("SELECT revision FROM guild_config_clock"));
        Assert.Equal(
            newestChangeIsKept ? "1:first,2:" + mark : "1:first",
            database.Scalar<string>("SELECT group_concat(revision || ':' || mark) FROM (SELECT * FROM guild_config_change ORDER BY revision)"));
    }
}
