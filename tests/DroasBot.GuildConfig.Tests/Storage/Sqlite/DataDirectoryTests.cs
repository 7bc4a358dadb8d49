using DroasBot.GuildConfig.Storage.Sqlite;
using DroasBot.GuildConfig.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Sqlite;

/// <summary>The host has set |DataDirectory|, as for the driver. Not in parallel with others, since that is set for the process.</summary>
[Collection(nameof(DataDirectoryTests))]
[CollectionDefinition(nameof(DataDirectoryTests), DisableParallelization = true)]
public sealed class DataDirectoryTests : IDisposable
{
    private const string Name = "DataDirectory";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose()
    {
        AppDomain.CurrentDomain.SetData(Name, null);
        _directory.Dispose();
    }

    [Theory]
    [InlineData("|DataDirectory|bot.db")]
    [InlineData("|datadirectory|/bot.db")]
    [InlineData("bot.db")]
    public void Parse_FullDataDirectory_IsWhereTheFileIs(string source)
    {
        AppDomain.CurrentDomain.SetData(Name, _directory.Path);

        Assert.Equal(_directory.File("bot.db"), FileOf(source));
    }

    [Fact]
    public void Parse_RelativeDataDirectory_IsBelowTheCurrentDirectory()
    {
        AppDomain.CurrentDomain.SetData(Name, "data");

        Assert.Equal(_directory.File("data/bot.db"), FileOf("|DataDirectory|bot.db"));
    }

    [Fact]
    public void Parse_FullPath_IsUnaffected()
    {
        AppDomain.CurrentDomain.SetData(Name, Path.GetTempPath());

        Assert.Equal(_directory.File("bot.db"), FileOf(_directory.File("bot.db")));
    }

    private string FileOf(string source) => SqliteConnectionStrings.Parse("Data Source=" + source, () => _directory.Path).File;
}
