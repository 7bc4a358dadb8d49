using DroasBot.GuildConfig.Contract;

namespace DroasBot.GuildConfig.Tests.Contract;

public sealed class SqliteSharedStartTests : SharedStartContract
{
    protected override ContractStore CreateStore() => new SqliteStore();
}
