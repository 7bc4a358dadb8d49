using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.Contract.Http;

namespace DroasBot.GuildConfig.Tests.Contract;

public sealed class SqliteHttpLoadTests : HttpLoadContract
{
    protected override ContractStore CreateStore() => new SqliteStore();
}
