using DroasBot.GuildConfig.Contract;

namespace DroasBot.GuildConfig.Faults;

/// <remarks>The long mode: <c>GUILD_CONFIG_FAULTS_OPERATIONS=1000000 GUILD_CONFIG_FAULTS_SEED=7 dotnet test tests/DroasBot.GuildConfig.Faults --filter TwoNodesTests</c>.</remarks>
public sealed class TwoNodesTests : TwoNodesContract
{
    protected override ContractStore CreateStore() => new SqliteStore();
}
