using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.PostgreSql.Tests.Support;

namespace DroasBot.GuildConfig.PostgreSql.Tests.Contract;

public sealed class PostgreSqlSchemaTests(PostgreSqlServer server) : SchemaContract
{
    protected override string Engine => "PostgreSQL";

    protected override string ColumnsSql => """
        SELECT table_name, column_name, data_type, lower(is_nullable) FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name <> 'guild_config_migration'
        """;

    protected override ContractStore CreateStore() => new PostgreSqlStore(server);

    /// <summary>From version 18 on, 'n' is NOT NULL, which the columns show.</summary>
    protected override async Task<IEnumerable<string>> ReadNamesAsync()
        => from row in await Store.QueryAsync("""
            SELECT conname::text FROM pg_constraint
            WHERE connamespace = current_schema()::regnamespace AND contype <> 'n' AND conrelid::regclass::text <> 'guild_config_migration'
            UNION SELECT indexname::text FROM pg_indexes WHERE schemaname = current_schema() AND tablename <> 'guild_config_migration'
            """)
           select (string)row[0]!;
}
