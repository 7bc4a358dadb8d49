using DroasBot.GuildConfig.Contract;

namespace DroasBot.GuildConfig.Tests.Contract;

public sealed class SqliteUndoTests : UndoContract
{
    protected override ContractStore CreateStore() => new SqliteStore();
}
