using System.Data;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage;

public sealed class DriverRowTests
{
    private static readonly Guid _uuid = Guid.CreateVersion7();

    [Fact]
    public void Read_ValuesOfTheirTypes_AreReturned()
    {
        using var reader = ReaderOf(5, long.MinValue, "text", _uuid, new byte[] { 1, 2 });
        var row = new DriverRow(reader);

        Assert.Equal(5, row.Int64(0));
        Assert.Equal(long.MinValue, row.Int64(1));
        Assert.Equal("text", row.Text(2));
        Assert.Equal(_uuid, row.Guid(3));
        Assert.Equal([1, 2], row.Bytes(4));
        Assert.False(row.IsNull(0));
    }

    [Theory]
    [InlineData("text", "a number", "String")]
    [InlineData(7L, "a text", "Int64")]
    [InlineData(7L, "a UUID", "Int64")]
    [InlineData("text", "bytes", "String")]
    [InlineData(null, "a number", "NULL")]
    [InlineData(null, "a text", "NULL")]
    public void Read_AnotherType_NamesColumnAndBothTypes(object? value, string expected, string actual)
    {
        using var reader = ReaderOf(value);
        var row = new DriverRow(reader);

        var failure = Assert.Throws<FormatException>(() => Read(row, expected));

        Assert.Contains("column0", failure.Message, StringComparison.Ordinal);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.Contains(actual, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IsNull_Null_IsTrue()
    {
        using var reader = ReaderOf([null]);

        Assert.True(new DriverRow(reader).IsNull(0));
    }

    private static object Read(DriverRow row, string type)
        => type switch
        {
            "a number" => row.Int64(0),
            "a text" => row.Text(0),
            "a UUID" => row.Guid(0),
            _ => row.Bytes(0),
        };

    private static DataTableReader ReaderOf(params object?[] values)
        => OneRow.Of([.. values.Select((value, index) => ($"column{index}", value?.GetType() ?? typeof(long), value))]);
}
