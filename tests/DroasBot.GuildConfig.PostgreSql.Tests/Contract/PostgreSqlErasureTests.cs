using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.PostgreSql.Tests.Support;

namespace DroasBot.GuildConfig.PostgreSql.Tests.Contract;

public sealed class PostgreSqlErasureTests(PostgreSqlServer server) : ErasureContract
{
    protected override string Bytes => "'\\x01'::bytea";

    protected override ContractStore CreateStore() => new PostgreSqlStore(server);
}
