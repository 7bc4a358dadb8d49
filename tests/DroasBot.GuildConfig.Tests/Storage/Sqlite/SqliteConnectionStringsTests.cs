using DroasBot.GuildConfig.Storage.Sqlite;
using DroasBot.GuildConfig.Support;
using Microsoft.Data.Sqlite;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Sqlite;

public sealed class SqliteConnectionStringsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

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
    [InlineData("Data Source=bot\u0000.db")]
    public void Parse_StringThatNamesNoWritableFile_IsRefused(string connectionString)
        => Assert.Equal("connectionString", Assert.Throws<ArgumentException>(() => SqliteConnectionStrings.Parse(connectionString)).ParamName);

    [Theory]
    [InlineData("Data Source=:memory:", "must name a database file, as in 'Data Source=guild-config.db'; its data source is ':memory:'")]
    [InlineData("Data Source=x.db;Mode=ReadOnly", "has Mode=ReadOnly, but the library writes")]
    [InlineData("Data Source=x.db;Nonsense=1", "is not an SQLite connection string")]
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
        var parsed = SqliteConnectionStrings.Parse("Data Source=bot.db;Cache=Shared;Pooling=False;Foreign Keys=False;Default Timeout=99;Mode=ReadWriteCreate").ConnectionString;

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
        => Assert.Equal(Path.GetFullPath(expected), SqliteConnectionStrings.Parse("Data Source=" + source).File);

    [Theory]
    [InlineData("", true)]
    [InlineData(";Mode=ReadWriteCreate", true)]
    [InlineData(";Mode=ReadWrite", false)]
    public void Parse_Mode_SaysWhetherAMissingFileMayBeCreated(string mode, bool mayCreate)
        => Assert.Equal(mayCreate, SqliteConnectionStrings.Parse("Data Source=bot.db" + mode).MayCreate);

    [Theory]
    [InlineData("~/bot.db", "Write the full path")]
    [InlineData("~", "Write the full path")]
    [InlineData("~bot/bot.db", "Write the full path")]
    [InlineData("/", "is a directory")]
    [InlineData("data/", "is a directory")]
    [InlineData("|DataDirectory|", "is a directory")]
    [InlineData(".", "is a directory")]
    [InlineData("bot\u0001.db", "contains a control character")]
    [InlineData("bot\n.db", "contains a control character")]
    [InlineData("   ", "must name a database file")]
    public void Parse_NameThatIsNotAFile_IsRefusedByName(string source, string fault)
        => AssertRefused(source, fault);

    [Theory]
    [InlineData(@"C:\bots\bot.db")]
    [InlineData("C:/bots/bot.db")]
    [InlineData(@"data\bot.db")]
    [InlineData(@"|DataDirectory|data\bot.db")]
    public void Parse_WindowsNameOnAnotherSystem_IsRefused(string source)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Such names are right on Windows.");
        AssertRefused(source, "is a Windows path");
    }

    [Theory]
    [InlineData("~bot.db")]
    [InlineData("./~bot/bot.db")]
    public void Parse_TildeThatNoShellExpands_IsALiteralName(string source)
        => Assert.Equal(Path.GetFullPath(source), SqliteConnectionStrings.Parse("Data Source=" + source).File);

    [Fact]
    public void Parse_InMemory_SaysWhyNot() => AssertRefused(":memory:", "An in-memory database is not durable, and a URI is not supported.");

    [Theory]
    [InlineData(null, "Wrong.")]
    [InlineData("connectionString", "Wrong. At (Parameter 'other').")]
    public void MessageOf_NameOfAParameter_IsLeftOut(string? parameter, string message)
        => Assert.Equal(message, SqliteConnectionStrings.MessageOf(new ArgumentException(message, parameter)));

    [Fact]
    public void Parse_ExistingDirectory_IsRefused() => AssertRefused(_directory.Path, "is a directory");

    [Fact]
    public void Parse_Password_IsRefusedAndNotRepeated()
    {
        var refused = Assert.Throws<ArgumentException>(() => SqliteConnectionStrings.Parse("Data Source=x.db;Password=open-sesame"));

        Assert.Contains("does not encrypt", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("open-sesame", refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data/bot.db")]
    [InlineData("not-there.db")]
    public void Parse_SymbolicLinks_AreFollowedToTheirTarget(string target)
    {
        var file = _directory.Write("data/bot.db", "x"u8);
        File.CreateSymbolicLink(_directory.File("second.db"), target);
        File.CreateSymbolicLink(_directory.File("first.db"), "second.db");

        Assert.Equal(_directory.File(target), SqliteConnectionStrings.Parse("Data Source=" + _directory.File("first.db")).File);
        Assert.Equal("x", File.ReadAllText(file));
    }

    [Fact]
    public void Parse_LinkedDirectories_AreFollowedAsTheSystemDoes()
    {
        _directory.Write("disk/deep/bot.db", "x"u8);
        File.CreateSymbolicLink(_directory.File("app"), _directory.File("disk/deep"));
        File.CreateSymbolicLink(_directory.File("disk/deep/current.db"), "../deep/./bot.db");

        Assert.Equal(_directory.File("disk/deep/bot.db"), SqliteConnectionStrings.Parse("Data Source=" + _directory.File("app/current.db")).File);
    }

    [Fact]
    public void Parse_CircularLink_IsRefused()
    {
        File.CreateSymbolicLink(_directory.File("a.db"), "b.db");
        File.CreateSymbolicLink(_directory.File("b.db"), "a.db");

        AssertRefused(_directory.File("a.db"), "leads back to itself");
    }

    [Fact]
    public void Parse_CurrentDirectoryIsGone_OnlyARelativePathIsRefused()
    {
        Func<string> gone = () => throw new DirectoryNotFoundException("gone");
        var file = _directory.File("bot.db");

        Assert.Equal(file, SqliteConnectionStrings.Parse("Data Source=" + file, gone).File);
        var refused = Assert.Throws<ArgumentException>(() => SqliteConnectionStrings.Parse("Data Source=bot.db", gone));
        Assert.Contains("'bot.db' is a relative path, but the current directory of this process no longer exists", refused.Message, StringComparison.Ordinal);
        Assert.Equal("connectionString", refused.ParamName);
    }

    private static void AssertRefused(string source, string fault)
    {
        var connectionString = new SqliteConnectionStringBuilder { DataSource = source }.ConnectionString;

        var refused = Assert.Throws<ArgumentException>(() => SqliteConnectionStrings.Parse(connectionString));

        Assert.Equal("connectionString", refused.ParamName);
        Assert.Contains(fault, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(refused.Message, char.IsControl);
    }
}
