using DroasBot.GuildConfig.Contract.Documentation;
using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>A migrated database matches docs/understand/schema.md exactly.</summary>
public abstract class SchemaContract : StoreContract
{
    private readonly List<MarkdownTable> _page =
        [.. MarkdownTable.ReadAll(File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "docs", "schema.md")))];

    /// <summary>Gets the heading of the page's column with this engine's types.</summary>
    protected abstract string Engine { get; }

    /// <summary>Gets a query for table, column, type and nullability ('yes' or 'no') of the library's tables.</summary>
    protected abstract string ColumnsSql { get; }

    [Fact]
    public async Task Schema_MigratedDatabase_HasTheDocumentedColumns()
    {
        await Store.StartNodeAsync();
        var documented =
            from table in _page
            where table.Header[0] == "column"
            from row in table.Rows
            select $"{table.Heading}.{row[0]} {table.Cell(row, Engine)} null: {table.Cell(row, "null")}";

        var found = (await Store.QueryAsync(ColumnsSql)).Select(row => $"{row[0]}.{row[1]} {row[2]} null: {row[3]}");

        Assert.Equal(documented.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Schema_MigratedDatabase_HasTheDocumentedKeysConstraintsAndIndexes()
    {
        await Store.StartNodeAsync();
        var table = Assert.Single(_page, table => table.Header[0] == "name");

        Assert.Equal(
            table.Rows.Select(row => row[0]).Order(StringComparer.Ordinal),
            (await ReadNamesAsync()).Order(StringComparer.Ordinal));
    }

    /// <summary>Reads the names of all keys, constraints and indexes of the library's tables.</summary>
    protected abstract Task<IEnumerable<string>> ReadNamesAsync();
}
