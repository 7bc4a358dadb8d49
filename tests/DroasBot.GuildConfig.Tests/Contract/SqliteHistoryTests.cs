using DroasBot.GuildConfig.Contract;

namespace DroasBot.GuildConfig.Tests.Contract;

public sealed class SqliteHistoryTests : HistoryContract
{
    protected override ContractStore CreateStore() => new SqliteStore();
}
