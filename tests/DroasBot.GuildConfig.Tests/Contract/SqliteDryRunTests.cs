using DroasBot.GuildConfig.Contract;

namespace DroasBot.GuildConfig.Tests.Contract;

public sealed class SqliteDryRunTests : DryRunContract
{
    protected override ContractStore CreateStore() => new SqliteStore();
}
