using DroasBot.GuildConfig.Contract;

namespace DroasBot.GuildConfig.Tests.Contract;

public sealed class SqliteTelemetryTests : TelemetryContract
{
    protected override ContractStore CreateStore() => new SqliteStore();
}
