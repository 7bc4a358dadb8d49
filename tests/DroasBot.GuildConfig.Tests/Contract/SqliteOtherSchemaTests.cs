using DroasBot.GuildConfig.Contract;

namespace DroasBot.GuildConfig.Tests.Contract;

public sealed class SqliteOtherSchemaTests : OtherSchemaContract
{
    protected override string TablesSql => "SELECT name FROM sqlite_master WHERE type = 'table'";

    protected override ContractStore CreateStore() => new SqliteStore();
}
