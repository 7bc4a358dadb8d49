using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.PostgreSql.Tests.Support;

namespace DroasBot.GuildConfig.PostgreSql.Tests.Contract;

public sealed class PostgreSqlOtherSchemaTests(PostgreSqlServer server) : OtherSchemaContract
{
    protected override string TablesSql => "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()";

    protected override ContractStore CreateStore() => new PostgreSqlStore(server);
}
