using DroasBot.GuildConfig.PostgreSql.Tests.Support;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Support;
using Npgsql;
using Xunit;

namespace DroasBot.GuildConfig.PostgreSql.Tests;

public sealed class MigrationLockTests(PostgreSqlServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task LockForMigrationAsync_HeldByAnother_FailsAfterTheTimeoutWithTheReason()
    {
        await using var store = new PostgreSqlStore(server);
        var (first, second) = (store.BuildNode().Get<IDatabaseAdministration>(), store.BuildNode().Get<IDatabaseAdministration>());
        using var held = await first.LockForMigrationAsync(Deadlines.Limit, Token);

        var refused = await Assert.ThrowsAsync<GuildConfigStoreException>(() => second.LockForMigrationAsync(TimeSpan.FromMilliseconds(200), Token));

        Assert.True(refused.IsTransient);
        Assert.Contains("migration lock", refused.Message, StringComparison.Ordinal);
        Assert.Contains(store.Database, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LockForMigrationAsync_HolderDies_IsGivenToTheNext()
    {
        await using var store = new PostgreSqlStore(server);
        var (first, second) = (store.BuildNode().Get<IDatabaseAdministration>(), store.BuildNode().Get<IDatabaseAdministration>());
        using var held = await first.LockForMigrationAsync(Deadlines.Limit, Token);
        var waiting = second.LockForMigrationAsync(Deadlines.Limit, Token);
        Assert.False(waiting.IsCompleted);

        await server.ExecuteAsync($"SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_database d ON d.oid = l.database WHERE l.locktype = 'advisory' AND l.granted AND d.datname = '{store.Database}'");

        using var given = await waiting.InTime();
    }

    [Fact]
    public async Task StartAsync_DatabaseMissingAndUserMayNotCreateIt_SaysWhatToDo()
    {
        await using var store = new PostgreSqlStore(server);
        var role = "poor_" + store.Database[..20];
        await server.ExecuteAsync($"CREATE ROLE {role} LOGIN");
        try
        {
            var node = store.BuildNode(options => options.ConnectionString = new NpgsqlConnectionStringBuilder(options.ConnectionString) { Username = role }.ConnectionString);

            var refused = await Assert.ThrowsAsync<GuildConfigStoreException>(() => node.Get<SchemaMigrator>().MigrateAsync(Token));

            Assert.False(refused.IsTransient);
            Assert.Contains("may not create it", refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            await server.ExecuteAsync($"DROP ROLE {role}");
        }
    }

    [Fact]
    public async Task StartAsync_DatabaseOfAnotherEncoding_IsRefused()
    {
        await using var store = new PostgreSqlStore(server);
        await server.ExecuteAsync($"CREATE DATABASE {store.Database} ENCODING 'LATIN1' TEMPLATE template0");

        var refused = await Assert.ThrowsAsync<GuildConfigStoreException>(() => store.StartNodeAsync());

        Assert.Contains("LATIN1", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_AnyDatabase_ReportsTheVersionOfItsServer()
    {
        await using var store = new PostgreSqlStore(server);
        var node = await store.StartNodeAsync();

        var version = await server.ExecuteAsync("SELECT split_part(current_setting('server_version'), ' ', 1)");

        Assert.StartsWith((string)version!, node.Get<IDatabaseAdministration>().EngineVersion.Version, StringComparison.Ordinal);
    }
}
