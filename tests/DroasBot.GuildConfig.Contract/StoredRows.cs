using System.Globalization;
using DroasBot.GuildConfig.Backgrounds;
using DroasBot.GuildConfig.Storage.Schema;

namespace DroasBot.GuildConfig.Contract;

/// <summary>All rows of a database, as text that is the same for every engine.</summary>
public static class StoredRows
{
    /// <summary>Reads all rows of all tables; of the clock and of the newest change, only what a copy shares with its original.</summary>
    public static async Task<List<string>> ReadAsync(ContractStore store)
    {
        var lines = new List<string>();
        var (revision, pruned) = (await store.QueryAsync("SELECT revision, pruned FROM guild_config_clock"))[0] is [var last, var count] ? (last, count) : default;
        lines.Add($"clock|{revision}|{pruned}");
        foreach (var table in StoredTables.Filled)
        {
            var mark = table.Columns.ToList().FindIndex(column => column.Name == "mark");
            foreach (var row in await store.QueryAsync($"SELECT {table.ColumnList} FROM {table.Name} ORDER BY {table.Key.Name}"))
            {
                if (mark >= 0 && Equals(row[0], revision))
                {
                    row[mark] = "the clock's";
                }

                lines.Add($"{table.Name}|{string.Join('|', row.Select((value, index) => Text(value, table.Columns[index])))}");
            }
        }

        // Each engine orders texts and UUIDs differently.
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    private static string Text(object? value, StoredColumn column)
        => value switch
        {
            null => "NULL",
            byte[] bytes => ContentHash.Of(bytes),
            _ when column.Type == System.Data.DbType.Guid => (value is Guid id ? id : Guid.Parse((string)value)).ToString(),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
}
