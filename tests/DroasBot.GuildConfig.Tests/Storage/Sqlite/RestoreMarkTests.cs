using DroasBot.GuildConfig.Storage.Sqlite;
using DroasBot.GuildConfig.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Sqlite;

public sealed class RestoreMarkTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Database => _directory.Database;

    private RestoreMark Mark => new(Database);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void ThrowIfPresent_WrittenTwice_NamesTheFilesThatExist()
    {
        var (first, second) = (_directory.Write("first", []), _directory.Write("second", []));
        Mark.Write([first, _directory.File("missing")]);
        Mark.Write([second, first]);

        var failure = Assert.Throws<GuildConfigStoreException>(Mark.ThrowIfPresent);

        Assert.Equal(
            $"A restore of the database '{Database}' is in progress, or was interrupted. Run it again, to completion; or, to go back, rename these files to their names without the "
            + $"ending '.set-aside-...', and then delete '{Database}-restoring': '{first}', '{second}'. None of them was changed.",
            failure.Message);
        Assert.False(failure.IsTransient);
    }

    [Fact]
    public void Remove_Written_LeavesNothing()
    {
        Mark.Write([_directory.Write("first", [])]);

        Mark.Remove();

        Mark.ThrowIfPresent();
        Assert.Empty(Mark.Read());
    }
}
