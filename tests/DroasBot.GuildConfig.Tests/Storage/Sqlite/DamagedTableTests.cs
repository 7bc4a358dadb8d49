using System.Data;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Storage.Sqlite.Salvage;
using DroasBot.GuildConfig.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Sqlite;

public sealed class DamagedTableTests : IDisposable
{
    private const int PageSize = SqliteFile.PageSize;
    private const int Rows = 2_000;

    /// <summary>The first page, and the root of the table, in which remains of rows may be that are now elsewhere.</summary>
    private const int FirstPages = 2 * PageSize;

    private readonly TemporaryDirectory _directory = new();
    private readonly StoredTable _table = new("t", new StoredColumn("id", DbType.Int64), new StoredColumn("text", DbType.String));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string File => _directory.Database;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(499)]
    [InlineData(500)]
    [InlineData(501)]
    [InlineData(1_700)]
    public void ReadRows_IntactTable_ReadsEachRowOnce(int rows)
    {
        Make(rows);

        var (found, table) = Read();

        Assert.Equal(Enumerable.Range(1, rows).Select(id => (long)id), found);
        Assert.Equal((rows, 0, false), (table.Read, table.Unreadable, table.HasGap));
    }

    [Fact]
    public void ReadRows_SmallestAndLargestKey_AreRead()
    {
        Make(2);
        SqliteFile.Execute(File, $"INSERT INTO t VALUES ({long.MinValue}, '{TextOf(long.MinValue)}'), ({long.MaxValue}, '{TextOf(long.MaxValue)}')");

        var (found, table) = Read();

        Assert.Equal([long.MinValue, 1, 2, long.MaxValue], found);
        Assert.False(table.HasGap);
    }

    [Fact]
    public void ReadRows_ValuesOfAnotherType_AreCountedAndTheOthersRead()
    {
        Make(10);
        SqliteFile.Execute(File, "UPDATE t SET text = 5 WHERE id IN (3, 7)");

        var (found, table) = Read();

        Assert.Equal([1, 2, 4, 5, 6, 8, 9, 10], found);
        Assert.Equal((8, 2, false), (table.Read, table.Unreadable, table.HasGap));
        Assert.Equal([3, 7], table.UnreadableKeys);
    }

    [Fact]
    public void Refuse_RowThatWasRead_CountsAsUnreadable()
    {
        Make(3);
        var (_, table) = Read();

        table.Refuse();

        Assert.Equal((2, 1), (table.Read, table.Unreadable));
    }

    /// <summary>All rows that are still in the file are found, also those between two damaged pages.</summary>
    /// <param name="damaged">Rows whose pages are damaged.</param>
    [Theory]
    [InlineData(1_000)]
    [InlineData(1)]
    [InlineData(Rows)]
    [InlineData(700, 1_400)]
    [InlineData(300, 400, 900, 1_800)]
    [InlineData(1, Rows)]
    [InlineData(1, 1_000, Rows)]
    [InlineData(1, 50, 100, 600, 650, 700, 1_200, 1_950, Rows)]
    public void ReadRows_DamagedPages_ReadsEveryOtherRow(params int[] damaged)
    {
        Make(Rows);
        var bytes = System.IO.File.ReadAllBytes(File);
        var pages = PagesOf(bytes);
        foreach (var row in damaged)
        {
            bytes.AsSpan(pages[row] * PageSize, PageSize).Fill(0xA5);
        }

        System.IO.File.WriteAllBytes(File, bytes);
        var left = PagesOf(bytes).Keys;
        Assert.InRange(left.Count, Rows / 2, Rows - (20 * damaged.Length));

        var (found, table) = Read();

        Assert.Equal(left, found);
        Assert.True(table.HasGap);
    }

    /// <summary>More places than attempts: it has to look first where it has found something.</summary>
    [Fact]
    public void ReadRows_EveryThirdPageIsDamaged_ReadsEveryOtherRow()
    {
        const int Many = 20_000;
        Make(Many);
        var bytes = System.IO.File.ReadAllBytes(File);
        foreach (var page in PagesOf(bytes).Values.Distinct().Where((_, number) => number % 3 == 0).ToList())
        {
            bytes.AsSpan(page * PageSize, PageSize).Fill(0xA5);
        }

        System.IO.File.WriteAllBytes(File, bytes);
        var left = PagesOf(bytes).Keys;
        Assert.InRange(left.Count, Many / 2, Many * 3 / 4);

        var (found, _) = Read();

        Assert.Equal(left, found);
    }

    /// <summary>Ids of guilds are spread over some years.</summary>
    [Fact]
    public void ReadRows_KeysAreFarApartAndBothEndsDamaged_ReadsEveryOtherRow()
    {
        const long First = 200_000_000_000_000_000;
        const long Distance = 400_000_000_000_000;
        Make(Rows);
        SqliteFile.Execute(File, $"CREATE TABLE wide (id INTEGER PRIMARY KEY, text); INSERT INTO wide SELECT {First} + id * {Distance}, text FROM t ORDER BY id; DROP TABLE t; VACUUM; ALTER TABLE wide RENAME TO t");
        var bytes = System.IO.File.ReadAllBytes(File);
        var pages = PagesOf(bytes);
        foreach (var row in (int[])[1, 1_000, Rows])
        {
            bytes.AsSpan(pages[row] * PageSize, PageSize).Fill(0xA5);
        }

        System.IO.File.WriteAllBytes(File, bytes);
        var left = PagesOf(bytes).Keys.Select(id => First + (id * Distance));
        using var connection = SqliteFile.Open(File);

        var found = new DamagedTable(connection, _table).ReadRows(Token).Select(row => (long)row[0]!).Order();

        Assert.Equal(left, found);
    }

    /// <summary>A row that is at the place of another is not taken for that one, and none is read twice.</summary>
    [Fact]
    public void ReadRows_PagesAreExchanged_ReadsTheRowsBeforeAndBehindThem()
    {
        Make(Rows);
        var bytes = System.IO.File.ReadAllBytes(File);
        var pages = PagesOf(bytes);
        var (one, other) = (pages[700], pages[1_400]);
        var page = bytes.AsSpan(one * PageSize, PageSize).ToArray();
        bytes.AsSpan(other * PageSize, PageSize).CopyTo(bytes.AsSpan(one * PageSize));
        page.CopyTo(bytes, other * PageSize);
        System.IO.File.WriteAllBytes(File, bytes);

        var (found, _) = Read();

        Assert.Equal(found.Distinct(), found);
        Assert.Empty(Enumerable.Range(1, 600).Concat(Enumerable.Range(1_500, 500)).Select(id => (long)id).Except(found));
    }

    [Fact]
    public void ReadRows_Cancelled_Stops()
    {
        Make(10);
        using var connection = SqliteFile.Open(File);

        Assert.Throws<OperationCanceledException>(() => new DamagedTable(connection, _table).ReadRows(new CancellationToken(canceled: true)).ToList());
    }

    private static string TextOf(long id) => string.Create(CultureInfo.InvariantCulture, $"<{id}>{new string('.', 90)}");

    /// <returns>The page of each row whose text is in the file, in the order of the rows.</returns>
    private static SortedDictionary<long, int> PagesOf(byte[] file)
        => new(Regex.Matches(Encoding.Latin1.GetString(file.AsSpan(FirstPages)), @"<(-?\d+)>\.{90}").ToDictionary(
            row => long.Parse(row.Groups[1].ValueSpan, CultureInfo.InvariantCulture), row => (FirstPages + row.Index) / PageSize));

    private void Make(int rows)
    {
        using var connection = SqliteFile.Open(File);
        connection.Execute($"""
            CREATE TABLE t (id INTEGER PRIMARY KEY, text);
            WITH RECURSIVE ids (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM ids LIMIT {rows})
            INSERT INTO t SELECT id, '<' || id || '>' || printf('%.90c', '.') FROM ids
            """);
    }

    /// <returns>The ids found, in order; each with its own text.</returns>
    private (List<long> Found, DamagedTable Table) Read()
    {
        using var connection = SqliteFile.Open(File);
        connection.Execute("PRAGMA writable_schema = on; PRAGMA cell_size_check = on");
        var table = new DamagedTable(connection, _table);
        var found = new List<long>();
        foreach (var row in table.ReadRows(Token))
        {
            Assert.Equal(TextOf((long)row[0]!), row[1]);
            found.Add((long)row[0]!);
        }

        found.Sort();
        return (found, table);
    }
}
