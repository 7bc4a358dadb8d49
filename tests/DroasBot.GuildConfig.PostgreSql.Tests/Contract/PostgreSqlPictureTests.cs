using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.PostgreSql.Tests.Support;

namespace DroasBot.GuildConfig.PostgreSql.Tests.Contract;

public sealed class PostgreSqlPictureTests(PostgreSqlServer server) : PictureContract
{
    protected override ContractStore CreateStore() => new PostgreSqlStore(server);
}
