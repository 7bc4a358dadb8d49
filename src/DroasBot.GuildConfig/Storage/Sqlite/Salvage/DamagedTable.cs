using DroasBot.GuildConfig.Storage.Schema;
using Microsoft.Data.Sqlite;

namespace DroasBot.GuildConfig.Storage.Sqlite.Salvage;

/// <summary>Reads the readable rows of a table: from both ends up to the damage, and from every place in between that still leads to rows.</summary>
internal sealed class DamagedTable(SqliteConnection connection, StoredTable table)
{
    private const int PageSize = 500;

    /// <summary>The maximum number of attempts to find rows inside the damage.</summary>
    private const int MostAttempts = 4_000;

    private readonly Queue<object?[]> _found = new();
    private readonly List<long> _unreadable = [];
    private long _refused;

    public StoredTable Table => table;

    /// <summary>Gets the number of rows with invalid values.</summary>
    public long Unreadable => _unreadable.Count + _refused;

    /// <summary>Gets the rowids of the rows whose values do not have the types of their columns; in a table with a number as its key, they are the keys.</summary>
    public IReadOnlyList<long> UnreadableKeys => _unreadable;

    /// <summary>Gets the number of rows read, without those that were refused.</summary>
    public long Read { get; private set; }

    /// <summary>Gets whether a part of the table cannot be read.</summary>
    public bool HasGap { get; private set; }

    /// <summary>Counts a row that was read as unreadable: its values are not those of a row of the table.</summary>
    public void Refuse()
    {
        Read--;
        _refused++;
    }

    /// <summary>Reads the values of all rows that can be read, in no order.</summary>
    public IEnumerable<object?[]> ReadRows(CancellationToken cancellationToken)
    {
        // Where rows were found, there may be more; and the widest gap can hold the most.
        var gaps = new PriorityQueue<(long From, long To), (int Fruitless, UInt128 Narrowness)>();
        gaps.Enqueue((long.MinValue, long.MaxValue), default);
        for (var attempts = 0; gaps.TryDequeue(out var gap, out var order); attempts++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var ((from, to), before) = (gap, Read + Unreadable);
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
                var fruitless = Read + Unreadable > before ? 0 : order.Fruitless + 1;
                foreach (var part in attempts == 0 ? AtPowersOfTwo(from, to) : Halves(from, to))
                {
                    gaps.Enqueue(part, (fruitless, UInt128.MaxValue - (UInt128)((Int128)part.To - part.From)));
                }
            }
        }
    }

    private static IEnumerable<(long From, long To)> Halves(long from, long to)
    {
        var middle = (long)(((Int128)from + to) >> 1);
        return [(from, middle), (middle + 1, to)];
    }

    /// <summary>Splits the first gap, which reaches from one end of all numbers to the other if both ends of the table are damaged: keys that count from one are all in a tiny part of it.</summary>
    private static IEnumerable<(long From, long To)> AtPowersOfTwo(long from, long to)
    {
        for (var power = 0; power < 63; power++)
        {
            var (least, most) = (power == 0 ? 0 : 1L << power, (long)((1UL << (power + 1)) - 1));
            foreach (var (first, last) in ((long, long)[])[(least, most), (~most, ~least)])
            {
                if (first <= to && last >= from)
                {
                    yield return (Math.Max(first, from), Math.Min(last, to));
                }
            }
        }
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

                Take(key, row);
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

    private void Take(long key, SqliteRow row)
    {
        try
        {
            _found.Enqueue(table.ReadValues(row, first: 1));
        }
        catch (FormatException)
        {
            _unreadable.Add(key);
        }
    }
}
