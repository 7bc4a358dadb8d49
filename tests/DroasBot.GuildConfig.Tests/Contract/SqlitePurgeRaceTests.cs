using DroasBot.GuildConfig.Contract;

namespace DroasBot.GuildConfig.Tests.Contract;

public sealed class SqlitePurgeRaceTests : PurgeRaceContract
{
    protected override ContractStore CreateStore() => new SqliteStore();
}
