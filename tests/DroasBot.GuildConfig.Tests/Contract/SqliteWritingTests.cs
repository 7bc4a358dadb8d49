using DroasBot.GuildConfig.Contract;

namespace DroasBot.GuildConfig.Tests.Contract;

public sealed class SqliteWritingTests : WritingContract
{
    protected override ContractStore CreateStore() => new SqliteStore();
}
