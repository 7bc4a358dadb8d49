using DroasBot.GuildConfig.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Sqlite;

public sealed class SqliteConnectionStringsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("Data Source=")]
    [InlineData("Data Source=:memory:")]
    [InlineData("Data Source=:MEMORY:")]
    [InlineData("Data Source=x;Mode=Memory")]
    [InlineData("Data Source=x;Mode=Memory;Cache=Shared")]
    [InlineData("Data Source=file:x.db")]
    [InlineData("Data Source=file::memory:?cache=shared")]
    [InlineData("Data Source=x.db;Mode=ReadOnly")]
    [InlineData("Data Source=x.db;Nonsense=1")]
    [InlineData("Data Source=x.db;Mode=Nonsense")]
    [InlineData("Server=localhost;Database=x")]
    [InlineData("no keyword at all")]
    public void Parse_StringThatNamesNoWritableFile_IsRefused(string connectionString)
        => Assert.Equal("connectionString", Assert.Throws<ArgumentException>(() => SqliteConnectionStrings.Parse(connectionString)).ParamName);

    [Theory]
    [InlineData("Data Source=:memory:", "must name a database file, as in 'Data Source=guild-config.db'; its data source is ':memory:'")]
    [InlineData("Data Source=x.db;Mode=ReadOnly", "has Mode=ReadOnly, but the library writes")]
    [InlineData("Data Source=x.db;Nonsense=1", "is not one of SQLite")]
    public void Parse_StringThatNamesNoWritableFile_SaysWhatIsWrong(string connectionString, string message)
        => Assert.Contains(message, Assert.Throws<ArgumentException>(() => SqliteConnectionStrings.Parse(connectionString)).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_StringWithAPassword_NeverRepeatsIt()
    {
        var refused = Assert.Throws<ArgumentException>(() => SqliteConnectionStrings.Parse("Data Source=x.db;Password=open-sesame;Nonsense=1"));

        Assert.DoesNotContain("open-sesame", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_PlainString_AddsWhatTheLibraryReliesOn()
    {
        var parsed = SqliteConnectionStrings.Parse("Data Source=bot.db;Cache=Shared;Pooling=False;Foreign Keys=False;Default Timeout=99;Mode=ReadWriteCreate");

        Assert.Equal(Path.GetFullPath("bot.db"), parsed.DataSource);
        Assert.Equal(SqliteOpenMode.ReadWrite, parsed.Mode);
        Assert.Equal(SqliteCacheMode.Default, parsed.Cache);
        Assert.True(parsed.Pooling);
        Assert.True(parsed.ForeignKeys);
        Assert.Equal(1, parsed.DefaultTimeout);
    }

    [Theory]
    [InlineData("|DataDirectory|bot.db", "bot.db")]
    [InlineData("|DataDirectory|/sub/bot.db", "sub/bot.db")]
    [InlineData("bot.db", "bot.db")]
    public void Parse_DataDirectoryUnset_IsTheCurrentDirectory(string source, string expected)
        => Assert.Equal(Path.GetFullPath(expected), SqliteConnectionStrings.Parse("Data Source=" + source).DataSource);
}
