using DroasBot.GuildConfig.Storage.Sqlite;
using DroasBot.GuildConfig.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Sqlite;

public sealed class SetAsideFilesTests : IDisposable
{
    private const string Time = ".set-aside-20260102T030405Z";

    private readonly TemporaryDirectory _directory = new();
    private readonly DateTimeOffset _now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Paths_NoFiles_AreNone() => Assert.Empty(Find([]));

    [Fact]
    public void Paths_DatabaseAndItsLog_GetNamesThatFit()
    {
        Write("bot.db", "bot.db-wal");

        Assert.Equal(["bot.db" + Time, "bot.db" + Time + "-wal"], Find([]));
    }

    [Fact]
    public void Paths_NamesOfTheSameSecondAreTaken_GetTheNextNumber()
    {
        Write("bot.db", "bot.db" + Time, "bot.db" + Time + "-2-wal", "bot.db" + Time + "-3-shm");

        Assert.Equal(["bot.db" + Time + "-4"], Find([]));
    }

    /// <summary>The interrupted restore has moved only the database.</summary>
    [Fact]
    public void Paths_LogOfADatabaseThatWasSetAside_FollowsIt()
    {
        Write("bot.db-wal", "bot.db-shm", "bot.db.set-aside-before");

        Assert.Equal(["bot.db.set-aside-before-wal", "bot.db.set-aside-before-shm"], Find(["bot.db.set-aside-before"]));
    }

    [Fact]
    public void Paths_ADatabaseWasSetAsideAndAnotherIsThere_DoNotMixThem()
    {
        Write("bot.db", "bot.db-wal", "bot.db.set-aside-before");

        Assert.Equal(["bot.db" + Time, "bot.db" + Time + "-wal"], Find(["bot.db.set-aside-before"]));
    }

    [Theory]
    [InlineData("-wal")]
    [InlineData("-shm")]
    public void Paths_TheDatabaseThatWasSetAsideHasOneOfTheFiles_DoNotMixThem(string suffix)
    {
        Write("bot.db-wal", "bot.db-shm", "bot.db.set-aside-before", "bot.db.set-aside-before" + suffix);

        Assert.Equal(["bot.db" + Time + "-wal", "bot.db" + Time + "-shm"], Find(["bot.db.set-aside-before", "bot.db.set-aside-before" + suffix]));
    }

    [Fact]
    public void Move_Files_MovesThem()
    {
        Write("bot.db", "bot.db-wal");

        new SetAsideFiles(_directory.File("bot.db"), _now, []).Move();

        Assert.Equal(["bot.db" + Time, "bot.db" + Time + "-wal"], Directory.GetFiles(_directory.Path).Select(Path.GetFileName).Order());
    }

    private void Write(params IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            _directory.Write(name, [1]);
        }
    }

    /// <returns>The names, without the directory.</returns>
    private IEnumerable<string> Find(IEnumerable<string> interrupted)
        => new SetAsideFiles(_directory.File("bot.db"), _now, [.. interrupted.Select(_directory.File)]).Paths.Select(path => Path.GetRelativePath(_directory.Path, path));
}
