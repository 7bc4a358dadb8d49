using DroasBot.GuildConfig.Contract;

namespace DroasBot.GuildConfig.Tests.Contract;

public sealed class SqliteSnapshotMembersTests : SnapshotMembersContract
{
    protected override ContractStore CreateStore() => new SqliteStore();
}
