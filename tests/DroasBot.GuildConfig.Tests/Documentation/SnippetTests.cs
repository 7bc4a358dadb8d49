using System.Text.RegularExpressions;
using DroasBot.GuildConfig.Tests.Packaging;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Documentation;

[Collection(PackagesCollection.Name)]
public sealed partial class SnippetTests(PackedLibraries packages)
{
    private const string CSharp = "csharp";

    /// <summary>The namespaces that hosts and their tests use in addition to the library.</summary>
    private static readonly string[] _others = ["OpenTelemetry.Extensions.Hosting", "Microsoft.AspNetCore.Mvc.Testing", "Moq"];

    /// <summary>The namespaces that an example in a doc comment need not import, so that it stays short.</summary>
    private static readonly string[] _namespaces =
    [
        "DroasBot.GuildConfig", "DroasBot.GuildConfig.Testing", "Microsoft.AspNetCore.Builder", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Logging", "Moq", "Npgsql",
        "System.CommandLine", "System.Text.Json.Nodes",
    ];

    /// <summary>Snippets may contain statements without an await, and variables that are only shown.</summary>
    private const string Properties = "<TreatWarningsAsErrors>true</TreatWarningsAsErrors><NoWarn>CS1998;CS0219;CS8321</NoWarn>";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Snippets_OfAllPagesAndDocComments_CompileAgainstThePackages()
    {
        var files = new List<(string Name, string Text)> { ("Directory.Build.targets", OtherPackages()) };
        foreach (var prelude in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Documentation", "External")))
        {
            files.Add((Path.GetFileName(prelude), await File.ReadAllTextAsync(prelude, Token)));
        }

        foreach (var (number, page) in Pages.All.Index())
        {
            var blocks = CodeBlock.ReadAll(page, Pages.ReadLines(page)).Where(block => block.Language == CSharp).ToList();
            files.AddRange(SnippetSource.Write($"Page{number}", Repository.Path(page), blocks).Select((text, block) => ($"Page{number}.Block{block}.cs", text)));
        }

        var pages = files.Count;
        foreach (var package in PackedLibraries.Libraries)
        {
            foreach (var example in DocumentedExample.ReadAll(await packages.ReadDocumentationAsync(package)))
            {
                files.AddRange(SnippetSource.Write($"Examples.Number{files.Count}", example.Page, [example], _namespaces).Select(text => ($"Example{files.Count}.cs", text)));
            }
        }

        Assert.True(pages > 50 && files.Count > pages + 50, "There are next to no snippets. Are they looked for in the right place?");
        var build = await packages.BuildAsync("snippets", Properties, PackedLibraries.Libraries, files);

        Assert.True(build.ExitCode == 0, Faults(build.Output));
    }

    [Fact]
    public void Blocks_OfCSharp_UseOneSpelling()
        => Assert.Empty(Pages.All
            .SelectMany(page => CodeBlock.ReadAll(page, Pages.ReadLines(page)))
            .Where(block => block.Language is "cs" or "c#" or "C#" or "Csharp" or "CSharp")
            .Select(block => $"{block.Page}({block.Line})"));

    private static string OtherPackages()
        => $"""
            <Project><ItemGroup>
              <FrameworkReference Include="Microsoft.AspNetCore.App" />
              {string.Concat(_others.Select(other => $"<PackageReference Include=\"{other}\" Version=\"{Repository.VersionOf(other)}\" />"))}
            </ItemGroup></Project>
            """;

    /// <summary>Reports each fault once, with the page's path in the repository and its line.</summary>
    private static string Faults(string output)
    {
        var faults = FaultPattern().Matches(output).Select(fault => fault.Groups[1].Value.Replace(Repository.Root + Path.DirectorySeparatorChar, string.Empty, StringComparison.Ordinal)).Distinct().ToList();
        return faults.Count == 0 ? output : string.Join('\n', faults);
    }

    [GeneratedRegex(@"^\s*(.*(?:error|warning) \w+: .*?)(?: \[[^\]]*\])?\r?$", RegexOptions.Multiline)]
    private static partial Regex FaultPattern();
}
