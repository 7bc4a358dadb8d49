using DroasBot.GuildConfig.Contract;

namespace DroasBot.GuildConfig.Tests.Contract;

public sealed class SqliteGuildLifeTests : GuildLifeContract
{
    protected override ContractStore CreateStore() => new SqliteStore();
}
