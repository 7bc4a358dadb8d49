using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.PostgreSql.Tests.Support;

namespace DroasBot.GuildConfig.PostgreSql.Tests.Contract;

public sealed class MoveToPostgreSqlTests(PostgreSqlServer server) : MoveContract
{
    protected override ContractStore CreateStore() => new SqliteStore();

    protected override ContractStore CreateTarget() => new PostgreSqlStore(server);
}
