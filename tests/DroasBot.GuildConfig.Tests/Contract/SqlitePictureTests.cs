using DroasBot.GuildConfig.Contract;

namespace DroasBot.GuildConfig.Tests.Contract;

public sealed class SqlitePictureTests : PictureContract
{
    protected override ContractStore CreateStore() => new SqliteStore();
}
