using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Storage.Schema.Migrations;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Moq;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Schema;

public sealed class SchemaMigratorTests
{
    private const int Migrated = 1;
    private const int DatabaseMade = 4;
    private const int Started = 5;

    /// <summary>The row that EF Core's own migrator leaves if it is killed.</summary>
    private const string StaleLock = """
        CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
        INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01 00:00:00+00:00')
        """;

    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MigrateAsync_LockRowOfAKilledMigrationInAnEmptyDatabase_DoesNotBlock()
    {
        await using var host = new TestHost();
        await host.ExecuteAsync(StaleLock);

        await host.Services.InitializeGuildConfigAsync(cancellationToken: Token).WaitAsync(_deadline, Token);

        Assert.Equal(0L, await host.ScalarAsync<long>("SELECT revision FROM guild_config_clock"));
    }

    [Fact]
    public async Task MigrateAsync_LockRowInAMigratedDatabase_DoesNotBlock()
    {
        await using var host = await TestHost.StartAsync();
        await host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token);
        await host.StopAsync();
        await host.ExecuteAsync(StaleLock);

        await host.RestartAsync().WaitAsync(_deadline, Token);

        Assert.Equal(5UL, (await host.Service.GetAsync(1, Token)).WelcomeChannelId);
    }

    [Fact]
    public async Task MigrateAsync_SecondStart_CreatesAndMigratesNothing()
    {
        using var log = new EventRecorder();
        await using var host = new TestHost(services: services => services.AddLogging(logging => logging.AddProvider(log)));
        await host.Services.InitializeGuildConfigAsync(cancellationToken: Token);
        var made = Assert.Single(log.OfTheLibrary, entry => entry.Id == DatabaseMade);
        Assert.Equal((LogLevel.Warning, $"Created a new database: {host.DatabasePath}"), (made.Level, made.Message));

        await host.RestartAsync();

        Assert.Equal((1, 0, 2), (log.Count(DatabaseMade), log.Count(Migrated), log.Count(Started)));
    }

    [Fact]
    public async Task MigrateAsync_SwitchedOffWithoutADatabase_FailsClearlyAndCreatesNoFile()
    {
        await using var host = new TestHost(options => options.MigrateOnStartup = false);

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => host.Services.InitializeGuildConfigAsync(cancellationToken: Token));

        Assert.Contains("MigrateOnStartup", failure.Message, StringComparison.Ordinal);
        Assert.Contains(TestHost.FileName, failure.Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.IsTransient);
        Assert.Empty(Directory.GetFileSystemEntries(host.Directory.Path));
    }

    [Fact]
    public async Task MigrateAsync_SwitchedOffOnAnEmptyDatabase_FailsAndChangesNothing()
    {
        await using var host = new TestHost(options => options.MigrateOnStartup = false);
        await host.ExecuteAsync("CREATE TABLE of_somebody_else (x)");

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => host.Services.InitializeGuildConfigAsync(cancellationToken: Token));

        Assert.Contains("InitialSchema", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["of_somebody_else"], (await host.QueryAsync("SELECT name FROM sqlite_master")).Select(row => row[0]));
    }

    [Fact]
    public async Task MigrateAsync_SwitchedOffOnAMigratedDatabase_Starts()
    {
        var migrate = true;
        await using var host = await TestHost.StartAsync(options => options.MigrateOnStartup = migrate);
        await host.Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token);
        migrate = false;

        await host.RestartAsync();

        Assert.Equal(5UL, (await host.Service.GetAsync(1, Token)).WelcomeChannelId);
    }

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, ";Mode=ReadWrite")]
    public async Task MigrateAsync_MissingDatabaseThatMayNotBeCreated_FailsAndCreatesNoFile(bool createIfMissing, string mode)
    {
        using var directory = new TemporaryDirectory();
        await using var host = new TestHost(options =>
        {
            options.CreateIfMissing = createIfMissing;
            options.ConnectionString = "Data Source=" + directory.File("data/bot.db") + mode;
        });

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => host.Services.InitializeGuildConfigAsync(cancellationToken: Token));

        Assert.StartsWith($"The database '{directory.File("data/bot.db")}' does not exist", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.IsTransient);
        Assert.Empty(Directory.GetFileSystemEntries(directory.Path));
    }

    [Fact]
    public async Task MigrateAsync_ExistingDatabaseThatMayNotBeCreated_Starts()
    {
        var create = true;
        await using var host = await TestHost.StartAsync(options => options.CreateIfMissing = create);
        create = false;

        await host.RestartAsync();

        Assert.Equal(1, (await host.Service.GetOrCreateAsync(1, cancellationToken: Token)).Revision);
    }

    [Fact]
    public async Task MigrateAsync_DatabaseOfANewerVersion_IsRefusedAndLeftAlone()
    {
        await using var host = await TestHost.StartAsync();
        await host.StopAsync();
        await host.ExecuteAsync("INSERT INTO guild_config_migration VALUES ('29990101000000_Later', '99.0')");

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(host.RestartAsync);

        Assert.Contains("29990101000000_Later", failure.Message, StringComparison.Ordinal);
        Assert.Contains(InitialSchema.Id, failure.Message, StringComparison.Ordinal);
        Assert.False(failure.IsTransient);
        Assert.Equal(2L, await host.ScalarAsync<long>("SELECT count(*) FROM guild_config_migration"));
    }

    [Theory]
    [InlineData("guild_config")]
    [InlineData("guild_departure")]
    public async Task MigrateAsync_HostTableWithALibraryName_IsRefusedAndLeftAlone(string table)
    {
        await using var host = new TestHost();
        await host.ExecuteAsync($"CREATE TABLE {table} (x)");

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => host.Services.InitializeGuildConfigAsync(cancellationToken: Token));

        Assert.Contains($"has a table with a name that the library uses ({string.Join(", ", GuildConfigModel.Tables)})", failure.Message, StringComparison.Ordinal);
        Assert.Equal([table], (await host.QueryAsync("SELECT name FROM sqlite_master")).Select(row => row[0]));
    }

    [Fact]
    public async Task MigrateAsync_HostTablesInTheSameFile_AreLeftAlone()
    {
        await using var host = new TestHost();
        await host.ExecuteAsync("CREATE TABLE of_the_host (x); INSERT INTO of_the_host VALUES (42)");

        await host.Services.InitializeGuildConfigAsync(cancellationToken: Token);

        Assert.Equal(42L, await host.ScalarAsync<long>("SELECT x FROM of_the_host"));
    }

    [Fact]
    public async Task MigrateAsync_Cancelled_CanBeRetried()
    {
        await using var host = new TestHost();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.Services.InitializeGuildConfigAsync(cancellationToken: new CancellationToken(canceled: true)));
        await host.Services.InitializeGuildConfigAsync(cancellationToken: Token);

        await using var context = await host.Get<IDbContextFactory<GuildConfigDbContext>>().CreateDbContextAsync(Token);
        Assert.Equal(context.Database.GetMigrations(), await context.Database.GetAppliedMigrationsAsync(Token));
    }

    [Fact]
    public async Task MigrateAsync_AnotherProcessMigratesMeanwhile_ChangesNothing()
    {
        using var log = new EventRecorder();
        await using var host = new TestHost(services: services => services.AddLogging(logging => logging.AddProvider(log)));
        var administration = Administration([InitialSchema.Id], [], [InitialSchema.Id]);

        await Migrator(host, administration).MigrateAsync(Token);

        administration.Verify(database => database.LockForMigrationAsync(It.IsAny<TimeSpan>(), It.IsAny<CancellationToken>()), Times.Once);
        administration.Verify(database => database.MigrateAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()), Times.Never);
        Assert.Equal((0, 0), (log.Count(DatabaseMade), log.Count(Migrated)));
    }

    [Fact]
    public async Task MigrateAsync_UpToDate_TakesNoLock()
    {
        await using var host = new TestHost();
        var administration = Administration([InitialSchema.Id], [InitialSchema.Id]);

        await Migrator(host, administration).MigrateAsync(Token);

        administration.Verify(database => database.LockForMigrationAsync(It.IsAny<TimeSpan>(), It.IsAny<CancellationToken>()), Times.Never);
        administration.Verify(database => database.EnterAsync(It.IsAny<CancellationToken>()), Times.Once);
    }

    [Fact]
    public async Task MigrateAsync_OneOfTwoIsPending_AppliesOnlyThatOne()
    {
        using var log = new EventRecorder();
        await using var host = new TestHost(services: services => services.AddLogging(logging => logging.AddProvider(log)));
        var administration = Administration([InitialSchema.Id, "29990101000000_Later"], [InitialSchema.Id]);

        await Migrator(host, administration).MigrateAsync(Token);

        administration.Verify(database => database.MigrateAsync(It.Is<string>(sql => !sql.Contains("CREATE TABLE", StringComparison.Ordinal)), It.IsAny<CancellationToken>()), Times.Once);
        Assert.Equal((0, 1), (log.Count(DatabaseMade), log.Count(Migrated)));
    }

    [Fact]
    public async Task MigrateAsync_SwitchedOff_NamesEveryPendingMigration()
    {
        await using var host = new TestHost(options => options.MigrateOnStartup = false);

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => Migrator(host, Administration(["1_First", "2_Second"], [[]])).MigrateAsync(Token));

        Assert.Contains("lacks the migrations 1_First, 2_Second, and MigrateOnStartup is off", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UnfinishedTarget.Move, "move")]
    [InlineData(UnfinishedTarget.Salvage, "salvage")]
    public async Task PendingOf_UnfinishedTarget_SaysHowToComplete(string entry, string operation)
    {
        await using var host = new TestHost();
        var migrator = Migrator(host, Administration([InitialSchema.Id]));

        var failure = Assert.Throws<GuildConfigStoreException>(() => migrator.PendingOf(new DatabaseState(Exists: true, [InitialSchema.Id, entry], HasForeignTables: false)));

        Assert.Contains($"is the unfinished target of a {operation}, which is still in progress, or was interrupted. Run it again, to completion; or delete", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.IsTransient);
    }

    private static SchemaMigrator Migrator(TestHost host, Mock<IDatabaseAdministration> administration)
        => ActivatorUtilities.CreateInstance<SchemaMigrator>(host.Services, administration.Object);

    /// <summary>A database that has these migrations when it is looked at, one list per look; the last list stays.</summary>
    private static Mock<IDatabaseAdministration> Administration(string[] known, params string[][] applied)
    {
        var looks = 0;
        var administration = new Mock<IDatabaseAdministration>();
        administration.Setup(database => database.KnownMigrations).Returns(known);
        administration.Setup(database => database.LookAsync(It.IsAny<CancellationToken>()))
            .ReturnsAsync(() => new DatabaseState(Exists: true, applied[Math.Min(looks++, applied.Length - 1)], HasForeignTables: false));
        administration.Setup(database => database.LockForMigrationAsync(It.IsAny<TimeSpan>(), It.IsAny<CancellationToken>())).ReturnsAsync(Mock.Of<IDisposable>());
        return administration;
    }
}
