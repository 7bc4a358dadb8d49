using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.Contract.Http;

namespace DroasBot.GuildConfig.Tests.Contract;

public sealed class SqliteHttpAccessTests : HttpAccessContract
{
    protected override ContractStore CreateStore() => new SqliteStore();
}
