using DroasBot.GuildConfig.Contract;

namespace DroasBot.GuildConfig.Tests.Contract;

public sealed class SqliteHungCodeTests : HungCodeContract
{
    protected override ContractStore CreateStore() => new SqliteStore();
}
