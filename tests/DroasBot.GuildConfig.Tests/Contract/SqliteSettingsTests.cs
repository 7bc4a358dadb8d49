using DroasBot.GuildConfig.Contract;

namespace DroasBot.GuildConfig.Tests.Contract;

public sealed class SqliteSettingsTests : SettingsContract
{
    protected override ContractStore CreateStore() => new SqliteStore();
}
