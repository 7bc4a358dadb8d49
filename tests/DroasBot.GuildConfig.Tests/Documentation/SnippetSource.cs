using System.Text.RegularExpressions;

namespace DroasBot.GuildConfig.Tests.Documentation;

/// <summary>Turns a page's C# blocks into files that compile; compiler messages refer to the page's own lines.</summary>
/// <remarks>
/// The rules, as docs/contribute/contributing.md gives them to writers: a block consists of whole types, or of statements. Types and <c>using</c> lines apply to the whole page;
/// variables of one block are not visible in the next. Statements see the variables of Documentation/External/Prelude.cs.
/// </remarks>
internal static partial class SnippetSource
{
    /// <param name="name">The namespace below <c>Snippets</c>, which separates the page's types from those of other pages.</param>
    /// <param name="file">The page's full path.</param>
    /// <param name="blocks">The page's C# blocks.</param>
    /// <param name="namespaces">The namespaces that the page need not import.</param>
    public static IEnumerable<string> Write(string name, string file, IReadOnlyList<CodeBlock> blocks, params IEnumerable<string> namespaces)
    {
        var usings = string.Join('\n', namespaces.Select(used => $"using {used};").Concat(blocks.SelectMany(block => block.Lines.Where(IsUsing))).Distinct());
        for (var i = 0; i < blocks.Count; i++)
        {
            // Blank lines preserve the line numbers after them.
            var content = string.Join('\n', blocks[i].Lines.Select(line => IsUsing(line) ? string.Empty : line));
            var code = $"#line {blocks[i].Line} \"{file}\"\n{content}\n#line default";
            if (!DeclarationPattern().IsMatch(content))
            {
                code = $"internal sealed class Statements{i} : Prelude\n{{\npublic static async Task RunAsync()\n{{\n{code}\n}}\n}}";
            }

            yield return $"{usings}\n\nnamespace Snippets.{name};\n\n{code}\n";
        }
    }

    private static bool IsUsing(string line) => UsingPattern().IsMatch(line);

    [GeneratedRegex(@"^using [\w.]+;$")]
    private static partial Regex UsingPattern();

    /// <summary>The first line that is neither blank nor a comment decides: it begins a type or its attributes.</summary>
    [GeneratedRegex(@"\A(\s*|//[^\n]*)*(\[|(public|internal|file|sealed|static|abstract|partial|readonly|record|class|interface|enum|struct)\b)")]
    private static partial Regex DeclarationPattern();
}
