using DroasBot.GuildConfig.Storage.Sqlite;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Sqlite;

public sealed class SqliteErrorsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(5, true, "locked by another process")]
    [InlineData(6, true, "locked by another process")]
    [InlineData(13, false, "disk is full")]
    [InlineData(8, false, "cannot be written")]
    [InlineData(3, false, "cannot be written")]
    [InlineData(14, false, "cannot be opened")]
    [InlineData(26, false, "is not an SQLite database")]
    [InlineData(11, false, "is damaged")]
    [InlineData(10, false, "operating system")]
    [InlineData(15, true, "locked by another process")]
    [InlineData(7, false, "needs more memory")]
    [InlineData(1, false, "reports an error")]
    public void ToStoreException_ResultCode_SaysWhatToDo(int code, bool transient, string advice)
    {
        var cause = new SqliteException("the cause", code);

        foreach (var thrown in new Exception[] { cause, new DbUpdateException("wrapped", cause) })
        {
            var translated = SqliteErrors.ToStoreException(thrown, "/data/bot.db");
            Assert.Equal(transient, translated.IsTransient);
            Assert.Contains("'/data/bot.db'", translated.Message, StringComparison.Ordinal);
            Assert.Contains(advice, translated.Message, StringComparison.Ordinal);
            Assert.Same(thrown, translated.InnerException);
        }
    }

    [Theory]
    [InlineData(5, 261, true, "is being recovered by another process")]
    [InlineData(8, 1032, true, "was moved, deleted or replaced")]
    [InlineData(10, 4874, false, "operating system")]
    public void ToStoreException_ExtendedCode_SaysWhatToDo(int code, int extendedCode, bool transient, string advice)
    {
        var translated = SqliteErrors.ToStoreException(new SqliteException("the cause", code, extendedCode), "/data/bot.db");

        Assert.Equal(transient, translated.IsTransient);
        Assert.Contains(advice, translated.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no such table: guild_config", "lacks a table or a column of the library")]
    [InlineData("no such column: mark", "lacks a table or a column of the library")]
    [InlineData("table guild_config already exists", "has a table of its own")]
    public void ToStoreException_ForeignSchema_SaysWhatToDo(string message, string advice)
        => Assert.Contains(advice, SqliteErrors.ToStoreException(new SqliteException(message, 1), "a.db").Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(true, "then start again")]
    [InlineData(false, "writes succeed again without a restart")]
    public void ToStoreException_DiskFull_SaysWhetherItRecoversByItself(bool starting, string then)
        => Assert.Contains(then, SqliteErrors.ToStoreException(new SqliteException("full", 13), "a.db", starting).Message, StringComparison.Ordinal);

    [Fact]
    public void ToStoreException_CannotOpen_DescribesThePath()
    {
        using var directory = new TemporaryDirectory();
        var failure = new SqliteException("cannot open", 14);

        Assert.Contains("it is a directory", SqliteErrors.ToStoreException(failure, directory.Path).Message, StringComparison.Ordinal);
        Assert.Contains("no longer exists", SqliteErrors.ToStoreException(failure, directory.File("a.db")).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("no longer", SqliteErrors.ToStoreException(failure, directory.File("a.db"), starting: true).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToStoreException_UnreadableValue_IsNamed()
        => Assert.Contains("cannot be read", SqliteErrors.ToStoreException(new FormatException("x"), "a.db").Message, StringComparison.Ordinal);

    [Fact]
    public async Task Start_FileThatIsNotADatabase_IsReportedAndLeftAlone()
    {
        await using var host = new TestHost();
        var text = "This is a diary, and not a database. "u8.ToArray().Concat(new byte[5000]).ToArray();
        host.Directory.Write(TestHost.FileName, text);

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => host.Services.InitializeGuildConfigAsync(cancellationToken: Token));

        Assert.Contains("is not an SQLite database", failure.Message, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllBytesAsync(host.DatabasePath, Token));
    }

    [Fact]
    public async Task Start_DatabasePathIsADirectory_IsReported()
    {
        await using var host = new TestHost();
        Directory.CreateDirectory(host.DatabasePath);

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => host.Services.InitializeGuildConfigAsync(cancellationToken: Token));

        Assert.Contains($"'{host.DatabasePath}' is a directory", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_DirectoryOfTheDatabaseIsAFile_IsReported()
    {
        using var directory = new TemporaryDirectory();
        var path = Path.Combine(directory.Write("file.txt", "x"u8), "sub", "bot.db");
        await using var host = new TestHost(options => options.ConnectionString = "Data Source=" + path);

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => host.Services.InitializeGuildConfigAsync(cancellationToken: Token));

        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Update_AnotherProcessHoldsTheWriteLock_IsTransientAndNamesTheFile()
    {
        await using var host = await TestHost.StartAsync(options => options.TransactionTimeout = TimeSpan.FromMilliseconds(150));
        await using var other = SqliteFile.Open(host.DatabasePath);
        await using var held = await other.BeginTransactionAsync(Token);

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token));

        Assert.True(failure.IsTransient);
        Assert.Contains("locked by another process", failure.Message, StringComparison.Ordinal);
        Assert.Contains(TestHost.FileName, failure.Message, StringComparison.Ordinal);
        await held.RollbackAsync(Token);
        Assert.Equal(1, (await Deadlines.UntilMadeAsync(() => host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token))).Revision);
    }

    [Fact]
    public async Task Get_TableIsMissing_IsAnErrorAndNeverDefaults()
    {
        await using var host = await TestHost.StartAsync();
        await host.ExecuteAsync("DROP TABLE guild_config");

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(async () => await host.Service.GetAsync(1, Token));

        Assert.Contains("no such table", failure.Message, StringComparison.Ordinal);
    }
}
