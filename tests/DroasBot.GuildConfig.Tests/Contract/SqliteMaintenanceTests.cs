using DroasBot.GuildConfig.Contract;

namespace DroasBot.GuildConfig.Tests.Contract;

public sealed class SqliteMaintenanceTests : MaintenanceContract
{
    protected override ContractStore CreateStore() => new SqliteStore();
}
