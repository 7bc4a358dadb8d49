using DroasBot.GuildConfig.Contract;

namespace DroasBot.GuildConfig.Tests.Contract;

public sealed class SqliteAmbientTransactionTests : AmbientTransactionContract
{
    protected override ContractStore CreateStore() => new SqliteStore();
}
