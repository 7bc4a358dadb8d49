using DroasBot.GuildConfig.Contract;

namespace DroasBot.GuildConfig.Tests.Contract;

public sealed class SqliteStartupTests : StartupContract
{
    protected override ContractStore CreateStore() => new SqliteStore();
}
