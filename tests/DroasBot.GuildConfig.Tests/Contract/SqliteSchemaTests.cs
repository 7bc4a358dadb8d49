using System.Text.RegularExpressions;
using DroasBot.GuildConfig.Contract;

namespace DroasBot.GuildConfig.Tests.Contract;

public sealed partial class SqliteSchemaTests : SchemaContract
{
    protected override string Engine => "SQLite";

    protected override string ColumnsSql => """
        SELECT m.name, c.name, c.type, iif(c."notnull", 'no', 'yes')
        FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name <> 'guild_config_migration'
        """;

    protected override ContractStore CreateStore() => new SqliteStore();

    /// <summary>SQLite keeps their names only in the text of the statements.</summary>
    protected override async Task<IEnumerable<string>> ReadNamesAsync()
        => from row in await Store.QueryAsync("""SELECT sql FROM sqlite_master WHERE tbl_name <> 'guild_config_migration' AND sql IS NOT NULL""")
           from name in NamePattern().Matches((string)row[0]!)
           select name.Groups[1].Value;

    [GeneratedRegex("(?:CONSTRAINT|INDEX) \"(\\w+)\"")]
    private static partial Regex NamePattern();
}
