using DroasBot.GuildConfig.Contract;

namespace DroasBot.GuildConfig.Tests.Contract;

public sealed class SqliteMoveTests : MoveContract
{
    protected override ContractStore CreateStore() => new SqliteStore();

    protected override ContractStore CreateTarget() => new SqliteStore();
}
