using System.Data;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>A result with one row, as a driver with strict types returns it.</summary>
internal static class OneRow
{
    /// <summary>Gets a reader at the row.</summary>
    public static DataTableReader Of(params (string Name, Type Type, object? Value)[] columns)
    {
        using var table = new DataTable();
        table.Columns.AddRange([.. columns.Select(column => new DataColumn(column.Name, column.Type))]);
        table.Rows.Add([.. columns.Select(column => column.Value)]);
        var reader = table.CreateDataReader();
        Assert.True(reader.Read());
        return reader;
    }
}
