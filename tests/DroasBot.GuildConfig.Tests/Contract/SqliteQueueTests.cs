using DroasBot.GuildConfig.Contract;

namespace DroasBot.GuildConfig.Tests.Contract;

public sealed class SqliteQueueTests : QueueContract
{
    protected override ContractStore CreateStore() => new SqliteStore();
}
