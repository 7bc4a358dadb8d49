using DroasBot.GuildConfig.Contract;

namespace DroasBot.GuildConfig.Tests.Contract;

public sealed class SqliteSyncTests : SyncContract
{
    protected override ContractStore CreateStore() => new SqliteStore();
}
