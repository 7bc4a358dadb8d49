using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.PostgreSql.Tests.Support;

namespace DroasBot.GuildConfig.PostgreSql.Tests.Contract;

public sealed class DataSourceStartupTests(PostgreSqlServer server) : StartupContract
{
    protected override ContractStore CreateStore() => new DataSourceStore(server);
}
