using DroasBot.GuildConfig.Contract;

namespace DroasBot.GuildConfig.Tests.Contract;

public sealed class SqliteStandingClockTests : StandingClockContract
{
    protected override ContractStore CreateStore() => new SqliteStore();
}
