using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.PostgreSql.Tests.Support;

namespace DroasBot.GuildConfig.PostgreSql.Tests.Contract;

public sealed class PostgreSqlStoppedClockTests(PostgreSqlServer server) : StoppedClockContract
{
    protected override ContractStore CreateStore() => new PostgreSqlStore(server);
}
