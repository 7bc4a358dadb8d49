namespace DroasBot.GuildConfig.Storage.Schema;

/// <summary>A table that changes write: the sources of its column values, and the statements that write one row.</summary>
/// <typeparam name="T">The type that a row is created from.</typeparam>
internal sealed class StoredTable<T> : StoredTable
{
    /// <param name="name">The name of the table.</param>
    /// <param name="kept">The column that <see cref="UpsertKept"/> does not update; <see langword="null"/> for none.</param>
    /// <param name="columns">The columns, the key first.</param>
    public StoredTable(string name, string? kept, params IReadOnlyList<StoredColumn<T>> columns)
        : base(name, columns)
    {
        Columns = columns;
        OnConflict = Replace(columns.Skip(1));
        Upsert = new Statement($"{Insert.Sql} {OnConflict}", Parameters);
        UpsertKept = new Statement($"{Insert.Sql} {Replace(columns.Skip(1).Where(column => column.Name != kept))}", Parameters);
        Delete = new Statement($"DELETE FROM {name} WHERE {Key.Name} = @{Key.Name}", Parameters[0]);
    }

    public new IReadOnlyList<StoredColumn<T>> Columns { get; }

    public new StoredColumn<T> Key => Columns[0];

    /// <summary>Gets the clause that makes an insertion replace a row with the same key.</summary>
    public string OnConflict { get; }

    public Statement Upsert { get; }

    /// <summary>Gets the upsert statement that keeps one column of an existing row.</summary>
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
