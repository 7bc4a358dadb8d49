using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.PostgreSql.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.PostgreSql.Tests.Contract;

public sealed class PostgreSqlMaintenanceTests(PostgreSqlServer server) : MaintenanceContract
{
    [Fact]
    public async Task BackupAsync_OnAServer_NamesTheToolForIt()
    {
        var node = await Store.StartNodeAsync();

        var refused = await Assert.ThrowsAsync<NotSupportedException>(() => node.Get<IGuildConfigMaintenance>().BackupAsync("never.db", Token));

        Assert.Contains("pg_dump", refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists("never.db"));
    }

    protected override ContractStore CreateStore() => new PostgreSqlStore(server);
}
