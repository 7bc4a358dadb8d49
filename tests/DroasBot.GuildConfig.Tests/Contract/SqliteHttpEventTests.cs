using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.Contract.Http;

namespace DroasBot.GuildConfig.Tests.Contract;

public sealed class SqliteHttpEventTests : HttpEventContract
{
    protected override ContractStore CreateStore() => new SqliteStore();
}
