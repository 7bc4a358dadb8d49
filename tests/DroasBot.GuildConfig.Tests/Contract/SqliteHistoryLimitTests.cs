using DroasBot.GuildConfig.Contract;

namespace DroasBot.GuildConfig.Tests.Contract;

public sealed class SqliteHistoryLimitTests : HistoryLimitContract
{
    protected override ContractStore CreateStore() => new SqliteStore();
}
