using DroasBot.GuildConfig.Contract;

namespace DroasBot.GuildConfig.Tests.Contract;

public sealed class SqliteStreamTests : StreamContract
{
    protected override ContractStore CreateStore() => new SqliteStore();
}
