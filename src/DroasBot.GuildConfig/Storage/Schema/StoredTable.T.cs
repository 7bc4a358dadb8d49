namespace DroasBot.GuildConfig.Storage.Schema;

/// <summary>A table that is written: its columns, the first of which is the key, and the statements that write one row.</summary>
/// <typeparam name="T">What a row is made of.</typeparam>
internal sealed class StoredTable<T>
{
    /// <param name="name">The name of the table.</param>
    /// <param name="kept">The column that <see cref="UpsertKept"/> leaves as it is; <see langword="null"/> for none.</param>
    /// <param name="columns">The columns, the key first.</param>
    public StoredTable(string name, string? kept, params IReadOnlyList<StoredColumn<T>> columns)
    {
        Name = name;
        Columns = columns;
        ColumnList = string.Join(", ", columns.Select(column => $"\"{column.Name}\""));
        OnConflict = Replace(columns.Skip(1));
        var insert = $"INSERT INTO {name} ({ColumnList}) VALUES ({string.Join(", ", columns.Select(column => "@" + column.Name))})";
        var parameters = columns.Select(column => (column.Name, column.Type)).ToArray();
        Insert = new Statement(insert, parameters);
        Upsert = new Statement($"{insert} {OnConflict}", parameters);
        UpsertKept = new Statement($"{insert} {Replace(columns.Skip(1).Where(column => column.Name != kept))}", parameters);
        Delete = new Statement($"DELETE FROM {name} WHERE {Key.Name} = @{Key.Name}", parameters[0]);
    }

    public string Name { get; }

    public IReadOnlyList<StoredColumn<T>> Columns { get; }

    public StoredColumn<T> Key => Columns[0];

    /// <summary>Gets the names of the columns, quoted and separated by commas.</summary>
    public string ColumnList { get; }

    /// <summary>Gets what makes an insertion replace a row of the same key.</summary>
    public string OnConflict { get; }

    public Statement Insert { get; }

    public Statement Upsert { get; }

    /// <summary>Gets the same, but that a row which is there keeps one of its columns.</summary>
    public Statement UpsertKept { get; }

    public Statement Delete { get; }

    private string Replace(IEnumerable<StoredColumn<T>> columns)
        => $"ON CONFLICT ({Key.Name}) DO UPDATE SET {string.Join(", ", columns.Select(column => $"{column.Name} = excluded.{column.Name}"))}";

    public object?[] ValuesOf(T row)
    {
        var values = new object?[Columns.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Columns[i].Value(row);
        }

        return values;
    }
}
