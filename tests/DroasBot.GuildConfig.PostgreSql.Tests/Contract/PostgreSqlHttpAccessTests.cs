using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.Contract.Http;
using DroasBot.GuildConfig.PostgreSql.Tests.Support;

namespace DroasBot.GuildConfig.PostgreSql.Tests.Contract;

public sealed class PostgreSqlHttpAccessTests(PostgreSqlServer server) : HttpAccessContract
{
    protected override ContractStore CreateStore() => new PostgreSqlStore(server);
}
