using System.Data;

namespace DroasBot.GuildConfig.Storage.Schema;

/// <summary>A table: its columns, the first of which is the key, and the statements that read and write whole rows.</summary>
internal class StoredTable
{
    private const int SecondsForAll = 600;

    /// <param name="name">The name of the table.</param>
    /// <param name="columns">The columns, the key first.</param>
    public StoredTable(string name, params IReadOnlyList<StoredColumn> columns)
    {
        Name = name;
        Columns = columns;
        ColumnList = string.Join(", ", columns.Select(column => $"\"{column.Name}\""));
        Parameters = [.. columns.Select(column => (column.Name, column.Type))];
        Insert = new Statement($"INSERT INTO {name} ({ColumnList}) VALUES ({string.Join(", ", columns.Select(column => "@" + column.Name))})", Parameters);
        SelectAll = new Statement($"SELECT {ColumnList} FROM {name} ORDER BY {Key.Name}") { TimeoutSeconds = SecondsForAll };
        Count = new Statement($"SELECT count(*) FROM {name}") { TimeoutSeconds = SecondsForAll };
    }

    public string Name { get; }

    public IReadOnlyList<StoredColumn> Columns { get; }

    public StoredColumn Key => Columns[0];

    /// <summary>Gets the names of the columns, quoted and separated by commas.</summary>
    public string ColumnList { get; }

    public Statement Insert { get; }

    /// <summary>Gets the statement that reads all columns of all rows, by key.</summary>
    public Statement SelectAll { get; }

    public Statement Count { get; }

    protected IReadOnlyList<(string Name, DbType Type)> Parameters { get; }

    /// <summary>Reads the values of a row that has the columns of the table, starting at an index.</summary>
    /// <exception cref="FormatException">A value does not have the type of its column.</exception>
    public object?[] ReadValues(StoredRow row, int first = 0)
    {
        var values = new object?[Columns.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = !row.IsNull(first + i) ? ReadValue(row, first + i, Columns[i])
                : Columns[i].IsNullable ? null
                : throw new FormatException($"The column {Columns[i].Name} holds NULL.");
        }

        return values;
    }

    /// <summary>Gets the values of a row by column name, in column order.</summary>
    public OrderedDictionary<string, object?> NamedValues(object?[] values)
        => new(Columns.Select((column, index) => KeyValuePair.Create(column.Name, values[index])));

    private static object ReadValue(StoredRow row, int index, StoredColumn column)
        => column.Type switch
        {
            DbType.Int64 => row.Int64(index),
            DbType.Int32 => row.Int64(index) is >= int.MinValue and <= int.MaxValue and var number ? (int)number
                : throw new FormatException($"The column {column.Name} holds a number that is too large for it."),
            DbType.Guid => row.Guid(index),
            DbType.Binary => row.Bytes(index),
            _ => row.Text(index),
        };
}
