using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.PostgreSql.Tests.Support;

namespace DroasBot.GuildConfig.PostgreSql.Tests.Contract;

public sealed class MoveFromPostgreSqlTests(PostgreSqlServer server) : MoveContract
{
    protected override ContractStore CreateStore() => new PostgreSqlStore(server);

    protected override ContractStore CreateTarget() => new SqliteStore();
}
