using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.PostgreSql.Tests.Support;

namespace DroasBot.GuildConfig.PostgreSql.Tests.Contract;

public sealed class PostgreSqlKilledPicturesTests(PostgreSqlServer server) : KilledPicturesContract
{
    protected override ContractStore CreateStore() => new PostgreSqlStore(server);
}
