using DroasBot.GuildConfig.Contract;

namespace DroasBot.GuildConfig.Tests.Contract;

public sealed class SqliteVerificationTests : VerificationContract
{
    protected override ContractStore CreateStore() => new SqliteStore();
}
