using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Writing;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Data.Sqlite;
using Xunit;
using static SQLitePCL.raw;

namespace DroasBot.GuildConfig.Tests.Storage.Sqlite;

/// <summary>How a transaction gets the write lock.</summary>
public sealed class SqliteWriteSessionTests : IAsyncLifetime
{
    private static readonly TimeSpan _long = TimeSpan.FromHours(1);

    private TestHost _host = null!;
    private WriteSession _session = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await TestHost.StartAsync();
        _session = _host.Get<IDatabaseDialect>().CreateWriteSession(await _host.Get<IDatabaseConnections>().OpenWriterAsync(Token), _host.Get<SettingsRegistry>());
    }

    public async ValueTask DisposeAsync()
    {
        _session.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task BeginAsync_AnotherHasTheLock_WaitsUntilItIsReleased()
    {
        await using var other = SqliteFile.Open(_host.DatabasePath);
        other.Execute("BEGIN IMMEDIATE");

        var begun = _session.BeginAsync(WriteNeeds.None, _long);
        Assert.False(begun.IsCompleted);
        other.Execute("ROLLBACK");

        await begun.InTime();
        Assert.Equal(SQLITE_BUSY, sqlite3_exec(other.Handle, "BEGIN IMMEDIATE"));
        await _session.RollbackAsync();
    }

    [Fact]
    public async Task BeginAsync_AnotherHasTheLockForTooLong_Fails()
    {
        await using var other = SqliteFile.Open(_host.DatabasePath);
        other.Execute("BEGIN IMMEDIATE");

        var failure = await Assert.ThrowsAsync<SqliteException>(() => _session.BeginAsync(WriteNeeds.None, TimeSpan.Zero));

        Assert.Equal(SQLITE_BUSY, failure.SqliteErrorCode);
    }

    [Fact]
    public async Task BeginAsync_AnotherError_IsNotWaitedFor()
    {
        await _host.ExecuteAsync("ALTER TABLE guild_config_clock RENAME TO elsewhere");

        var failure = await Assert.ThrowsAsync<SqliteException>(() => _session.BeginAsync(WriteNeeds.None, _long).InTime());

        Assert.Equal(SQLITE_ERROR, failure.SqliteErrorCode);
    }

    [Fact]
    public async Task BeginAsync_DatabaseIsGone_Fails()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps open files in their place.");
        File.Move(_host.DatabasePath, _host.DatabasePath + ".moved");

        await Assert.ThrowsAsync<GuildConfigStoreException>(() => _session.BeginAsync(WriteNeeds.None, _long).InTime());
    }
}
