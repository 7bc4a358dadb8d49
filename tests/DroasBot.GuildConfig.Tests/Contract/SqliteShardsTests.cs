using DroasBot.GuildConfig.Contract;

namespace DroasBot.GuildConfig.Tests.Contract;

public sealed class SqliteShardsTests : ShardsContract
{
    protected override ContractStore CreateStore() => new SqliteStore();
}
