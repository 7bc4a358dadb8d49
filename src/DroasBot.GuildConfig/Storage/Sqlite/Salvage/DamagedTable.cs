using DroasBot.GuildConfig.Storage.Schema;
using Microsoft.Data.Sqlite;

namespace DroasBot.GuildConfig.Storage.Sqlite.Salvage;

/// <summary>Reads the readable rows of a table: from both ends up to the damage, and from every place in between that still leads to rows.</summary>
internal sealed class DamagedTable(SqliteConnection connection, StoredTable table)
{
    private const int PageSize = 500;

    /// <summary>The maximum number of attempts to find rows inside the damage.</summary>
    private const int MostAttempts = 2_000;

    private readonly Queue<object?[]> _found = new();

    public StoredTable Table => table;

    /// <summary>Gets or sets the number of rows with invalid values.</summary>
    public long Unreadable { get; set; }

    /// <summary>Gets the number of rows read.</summary>
    public long Read { get; private set; }

    /// <summary>Gets whether a part of the table cannot be read.</summary>
    public bool HasGap { get; private set; }

    /// <summary>Reads the values of all rows that can be read, in no order.</summary>
    public IEnumerable<object?[]> ReadRows(CancellationToken cancellationToken)
    {
        // The widest gap first: it can hold the most rows.
        var gaps = new PriorityQueue<(long From, long To), UInt128>();
        gaps.Enqueue((long.MinValue, long.MaxValue), 0);
        for (var attempts = 0; gaps.TryDequeue(out var gap, out _); attempts++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (from, to) = gap;
            foreach (var isForward in (bool[])[true, false])
            {
                bool goesOn;
                do
                {
                    goesOn = ReadPage(ref from, ref to, isForward);
                    while (_found.TryDequeue(out var values))
                    {
                        Read++;
                        yield return values;
                    }
                }
                while (goesOn && from <= to);
            }

            if (from > to)
            {
                continue;
            }

            HasGap = true;
            if (from < to && attempts < MostAttempts)
            {
                var middle = (long)(((Int128)from + to) >> 1);
                Add(from, middle);
                Add(middle + 1, to);
            }
        }

        void Add(long from, long to) => gaps.Enqueue((from, to), UInt128.MaxValue - (UInt128)((Int128)to - from));
    }

    /// <summary>Reads a page of rows from one end of a range, and narrows the range by them; it is empty if there are no more.</summary>
    /// <returns>Whether there may be more to read from that end.</returns>
    private bool ReadPage(ref long from, ref long to, bool isForward)
    {
        if (from > to)
        {
            return false;
        }

        var count = 0;
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT rowid, {table.ColumnList} FROM {table.Name} NOT INDEXED WHERE rowid BETWEEN @from AND @to ORDER BY rowid {(isForward ? "ASC" : "DESC")} LIMIT {PageSize}";
            command.Parameters.AddWithValue("@from", from);
            command.Parameters.AddWithValue("@to", to);
            using var reader = command.ExecuteReader();
            var row = new SqliteRow(reader);
            for (; reader.Read(); count++)
            {
                var key = reader.GetInt64(0);
                if (key < from || key > to)
                {
                    // The pages are out of order.
                    return false;
                }

                Take(row);
                if (isForward ? key == to : key == from)
                {
                    from = long.MaxValue;
                    to = long.MinValue;
                    return false;
                }

                (from, to) = isForward ? (key + 1, to) : (from, key - 1);
            }
        }
        catch (SqliteException)
        {
            return false;
        }

        if (count < PageSize)
        {
            from = long.MaxValue;
            to = long.MinValue;
        }

        return true;
    }

    private void Take(SqliteRow row)
    {
        try
        {
            _found.Enqueue(table.ReadValues(row, first: 1));
        }
        catch (FormatException)
        {
            Unreadable++;
        }
    }
}
