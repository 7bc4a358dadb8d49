using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.Contract.Http;

namespace DroasBot.GuildConfig.Tests.Contract;

public sealed class SqliteHttpTests : HttpContract
{
    protected override ContractStore CreateStore() => new SqliteStore();
}
