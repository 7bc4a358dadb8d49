using DroasBot.GuildConfig.Contract;

namespace DroasBot.GuildConfig.Tests.Contract;

public sealed class SqliteLifecycleTests : LifecycleContract
{
    protected override ContractStore CreateStore() => new SqliteStore();
}
