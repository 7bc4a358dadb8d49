using DroasBot.GuildConfig.Contract;

namespace DroasBot.GuildConfig.Tests.Contract;

public sealed class SqliteErasureTests : ErasureContract
{
    protected override string Bytes => "x'01'";

    protected override ContractStore CreateStore() => new SqliteStore();
}
