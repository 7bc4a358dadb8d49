using DroasBot.GuildConfig.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Sqlite;

/// <summary>SQLite's columns hold values of any type, and none is converted.</summary>
public sealed class SqliteRowTests : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");
    private readonly SqliteCommand _command;

    public SqliteRowTests()
    {
        _connection.Open();
        _command = _connection.CreateCommand();
    }

    public void Dispose()
    {
        _command.Dispose();
        _connection.Dispose();
    }

    [Fact]
    public void Read_ValuesOfTheirTypes_AreReturned()
    {
        using var reader = Select("1, -9223372036854775808, 'Grüße', '01234567-89ab-cdef-0123-456789abcdef', x'0102', NULL, CAST(x'61ff62' AS TEXT)");
        var row = new SqliteRow(reader);

        Assert.Equal((1, long.MinValue), (row.Int64(0), row.Int64(1)));
        Assert.Equal(("Grüße", "Grüße"), (row.Text(2), row.AnyText(2)));
        Assert.Equal(Guid.Parse("01234567-89ab-cdef-0123-456789abcdef"), row.Guid(3));
        Assert.Equal([1, 2], row.Bytes(4));
        Assert.Equal((false, true), (row.IsNull(4), row.IsNull(5)));
        Assert.Equal("a\uFFFDb", row.AnyText(6));
    }

    [Theory]
    [InlineData("'1'", "a whole number", "a text")]
    [InlineData("1.5", "a whole number", "a fraction")]
    [InlineData("NULL", "a whole number", "NULL")]
    [InlineData("x'01'", "a whole number", "bytes")]
    [InlineData("1", "a text", "a whole number")]
    [InlineData("CAST(x'61ff62' AS TEXT)", "a text", "bytes that are not UTF-8")]
    [InlineData("x'61'", "any text", "bytes")]
    [InlineData("'0123'", "a UUID", "a different text")]
    [InlineData("x'61'", "a UUID", "bytes")]
    [InlineData("'61'", "bytes", "a text")]
    public void Read_AnotherType_NamesColumnAndBothTypes(string value, string expected, string found)
    {
        using var reader = Select(value + " AS held");
        var row = new SqliteRow(reader);

        var failure = Assert.Throws<FormatException>(() => Read(row, expected));

        // A UUID is stored as a text, and any text is one.
        var wanted = expected == "any text" || (expected, found) == ("a UUID", "bytes") ? "a text" : expected;
        Assert.Equal($"The column held holds {found} where {wanted} belongs.", failure.Message);
    }

    private static object Read(SqliteRow row, string type)
        => type switch
        {
            "a whole number" => row.Int64(0),
            "a text" => row.Text(0),
            "any text" => row.AnyText(0),
            "a UUID" => row.Guid(0),
            _ => row.Bytes(0),
        };

    private SqliteDataReader Select(string columns)
    {
        _command.CommandText = "SELECT " + columns;
        var reader = _command.ExecuteReader();
        Assert.True(reader.Read());
        return reader;
    }
}
