using DroasBot.GuildConfig.Contract;

namespace DroasBot.GuildConfig.Tests.Contract;

public sealed class SqliteKilledConsumerTests : KilledConsumerContract
{
    protected override ContractStore CreateStore() => new SqliteStore();
}
