using System.Xml.Linq;

namespace DroasBot.GuildConfig.Tests.Documentation;

/// <summary>The examples in doc comments, as the packages contain them.</summary>
internal static class DocumentedExample
{
    /// <param name="documentation">A package's documentation file.</param>
    /// <returns>One block per example; its page is the member's name.</returns>
    public static IEnumerable<CodeBlock> ReadAll(XDocument documentation)
        => from member in documentation.Descendants("member")
           from code in member.Elements("example").Elements("code")
           select new CodeBlock(NameOf(member), "csharp", Line: 1, WithoutIndentation(code.Value.ReplaceLineEndings("\n").Trim('\n').TrimEnd().Split('\n')));

    /// <summary>The member's name without kind and parameters, so that it can replace a file name in compiler messages.</summary>
    private static string NameOf(XElement member) => ((string)member.Attribute("name")!)["M:".Length..].Split('(')[0];

    private static List<string> WithoutIndentation(string[] lines)
    {
        var indentation = lines.Where(line => !string.IsNullOrWhiteSpace(line)).Min(line => line.Length - line.TrimStart().Length);
        return [.. lines.Select(line => line.Length < indentation ? string.Empty : line[indentation..])];
    }
}
