using System.Data;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Schema;

public sealed class StoredTablesTests
{
    /// <summary>A column of the model that is missing here would be missing in every copy of a database.</summary>
    [Fact]
    public async Task All_TablesAndColumns_MatchTheModel()
    {
        await using var host = new TestHost();
        await using var context = await host.Get<IDbContextFactory<GuildConfigDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        var model = from entity in context.Model.GetEntityTypes()
                    from property in entity.GetProperties()
                    select $"{entity.GetTableName()}.{property.GetColumnName()}: {TypeOf(property.GetValueConverter()?.ProviderClrType ?? property.ClrType)}{(property.IsNullable ? " or nothing" : string.Empty)}";

        var stored = from table in StoredTables.Filled.Append(StoredTables.Clock)
                     from column in table.Columns
                     select $"{table.Name}.{column.Name}: {column.Type}{(column.IsNullable ? " or nothing" : string.Empty)}";

        Assert.Equal(model.Order(StringComparer.Ordinal), stored.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void All_Tables_MatchTheFirstMigration()
        => Assert.Equal(GuildConfigModel.Tables.Order(StringComparer.Ordinal), StoredTables.Filled.Append(StoredTables.Clock).Select(table => table.Name).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData(null, 1L, "The column hash holds NULL.")]
    [InlineData("5f", 2_147_483_648L, "The column width holds a number that is too large for it.")]
    [InlineData("5f", -2_147_483_649L, "The column width holds a number that is too large for it.")]
    public void ReadValues_ValueThatItsColumnCannotHold_NamesTheColumn(string? hash, long width, string message)
    {
        using var reader = OneRow.Of(("hash", typeof(string), hash), ("media_type", typeof(string), "image/png"), ("width", typeof(long), width));

        Assert.Equal(message, Assert.Throws<FormatException>(() => StoredTables.Contents.ReadValues(new DriverRow(reader))).Message);
    }

    private static DbType TypeOf(Type type)
        => (Nullable.GetUnderlyingType(type) ?? type) switch
        {
            var number when number == typeof(long) => DbType.Int64,
            var number when number == typeof(int) || number.IsEnum => DbType.Int32,
            var id when id == typeof(Guid) => DbType.Guid,
            var bytes when bytes == typeof(byte[]) => DbType.Binary,
            var text when text == typeof(string) => DbType.String,
            _ => DbType.Object,
        };
}
