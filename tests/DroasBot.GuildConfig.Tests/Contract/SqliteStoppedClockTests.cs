using DroasBot.GuildConfig.Contract;

namespace DroasBot.GuildConfig.Tests.Contract;

public sealed class SqliteStoppedClockTests : StoppedClockContract
{
    protected override ContractStore CreateStore() => new SqliteStore();
}
