using DroasBot.GuildConfig.Contract;

namespace DroasBot.GuildConfig.Tests.Contract;

public sealed class SqliteKilledPicturesTests : KilledPicturesContract
{
    protected override ContractStore CreateStore() => new SqliteStore();
}
