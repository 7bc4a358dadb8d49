using System.Reflection;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Tool;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Reading;

/// <summary>Pages are read in index order. An engine that sorts first reads all remaining rows for each page, so a full list takes quadratic time.</summary>
public sealed class PagePlanTests
{
    /// <summary>Departures are few, and ordered by time, which has no index.</summary>
    private const string Sorted = "DepartureReader._page";

    private static readonly Dictionary<string, Statement> _pages = typeof(Statement).Assembly.GetTypes()
        .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
        .Where(field => field.FieldType == typeof(Statement))
        .Select(field => (Name: $"{field.DeclaringType!.Name}.{field.Name}", Statement: (Statement)field.GetValue(null)!))
        .Where(page => page.Statement.Sql.Contains("LIMIT", StringComparison.Ordinal) && page.Name != Sorted)
        .ToDictionary(page => page.Name, page => page.Statement);

    public static TheoryData<string> Pages => [.. _pages.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_OfAnyTable_IsReadWithoutSorting(string name)
    {
        var token = TestContext.Current.CancellationToken;
        using var tool = await new ToolRun().WithDatabaseAsync();
        await using var connection = SqliteFile.Open(tool.Database);
        await using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + _pages[name].Sql;
        foreach (var (parameter, _) in _pages[name].Parameters)
        {
            command.Parameters.AddWithValue("@" + parameter, 1);
        }

        var plan = new List<string>();
        await using var rows = await command.ExecuteReaderAsync(token);
        while (await rows.ReadAsync(token))
        {
            plan.Add(rows.GetString(3));
        }

        Assert.NotEmpty(plan);
        Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE", StringComparison.Ordinal));
    }
}
