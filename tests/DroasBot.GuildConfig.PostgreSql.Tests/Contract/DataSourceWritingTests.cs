using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.PostgreSql.Tests.Support;

namespace DroasBot.GuildConfig.PostgreSql.Tests.Contract;

public sealed class DataSourceWritingTests(PostgreSqlServer server) : WritingContract
{
    protected override ContractStore CreateStore() => new DataSourceStore(server);
}
