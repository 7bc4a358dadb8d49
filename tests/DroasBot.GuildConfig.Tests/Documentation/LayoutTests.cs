using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Documentation;

/// <summary>Checks what <c>dotnet format</c> enforces and the build does not: running the tool itself takes half a minute.</summary>
public sealed class LayoutTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Imports_OfAllFiles_AreInOrder()
    {
        var wrong = new List<string>();
        foreach (var file in SourceFiles.All.Where(file => file.EndsWith(".cs", StringComparison.Ordinal)))
        {
            var imports = (await File.ReadAllLinesAsync(Repository.Path(file), Token)).TakeWhile(line => !line.StartsWith("namespace ", StringComparison.Ordinal)).Where(IsImport).ToList();
            if (!imports.SequenceEqual(imports.OrderBy(KindOf).ThenBy(IsOfAnother).ThenBy(NameOf, StringComparer.OrdinalIgnoreCase)))
            {
                wrong.Add(file);
            }
        }

        Assert.True(wrong.Count == 0, $"dotnet format orders the imports of:\n{string.Join('\n', wrong)}");
    }

    [Fact]
    public async Task Files_OfAllKinds_EndWithALineFeedAndHaveNoCarriageReturn()
    {
        var wrong = new List<string>();
        foreach (var file in SourceFiles.All)
        {
            var text = await File.ReadAllTextAsync(Repository.Path(file), Token);
            if (text.Length > 0 && (text[^1] != '\n' || text.Contains('\r', StringComparison.Ordinal)))
            {
                wrong.Add(file);
            }
        }

        Assert.True(wrong.Count == 0, $"The last line of these has no line break, or lines end with a carriage return:\n{string.Join('\n', wrong)}");
    }

    /// <summary>A using statement begins with the same word.</summary>
    private static bool IsImport(string line) => line.StartsWith("using ", StringComparison.Ordinal) && !line.StartsWith("using var ", StringComparison.Ordinal) && !line.Contains('(', StringComparison.Ordinal);

    /// <summary>Namespaces, then static imports, then aliases.</summary>
    private static int KindOf(string import) => import.StartsWith("using static ", StringComparison.Ordinal) ? 1 : import.Contains('=', StringComparison.Ordinal) ? 2 : 0;

    private static bool IsOfAnother(string import) => NameOf(import) != "System" && !NameOf(import).StartsWith("System.", StringComparison.Ordinal);

    private static string NameOf(string import) => import.Replace("using ", string.Empty, StringComparison.Ordinal).Replace("static ", string.Empty, StringComparison.Ordinal).TrimEnd(';');
}
