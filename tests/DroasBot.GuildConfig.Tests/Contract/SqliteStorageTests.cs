using DroasBot.GuildConfig.Contract;

namespace DroasBot.GuildConfig.Tests.Contract;

public sealed class SqliteStorageTests : StorageContract
{
    protected override ContractStore CreateStore() => new SqliteStore();
}
