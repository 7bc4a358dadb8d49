using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.PostgreSql.Tests.Support;

namespace DroasBot.GuildConfig.PostgreSql.Tests.Contract;

public sealed class DataSourceAmbientTransactionTests(PostgreSqlServer server) : AmbientTransactionContract
{
    protected override ContractStore CreateStore() => new DataSourceStore(server);
}
