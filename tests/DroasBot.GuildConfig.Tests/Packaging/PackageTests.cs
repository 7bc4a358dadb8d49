using System.IO.Compression;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Data.Sqlite;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Packaging;

[Collection(PackagesCollection.Name)]
public sealed partial class PackageTests(PackedLibraries packages)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(PackedLibraries.Library)]
    [InlineData(PackedLibraries.PostgreSql)]
    public async Task Package_Content_HasReadmeLicenseDocumentationAndSymbols(string name)
    {
        await using var package = await ZipFile.OpenReadAsync(packages.FileOf(name), Token);
        await using var symbols = await ZipFile.OpenReadAsync(packages.FileOf(name, "snupkg"), Token);

        var files = package.Entries.Select(entry => entry.FullName).ToList();
        Assert.Equal(
            [$"lib/net10.0/{name}.dll", $"lib/net10.0/{name}.xml", "LICENSE", "README.md"],
            files.Where(file => !file.StartsWith("_rels/", StringComparison.Ordinal) && !file.StartsWith("package/", StringComparison.Ordinal)
                && file != "[Content_Types].xml" && !file.EndsWith(".nuspec", StringComparison.Ordinal)).Order(StringComparer.OrdinalIgnoreCase));
        Assert.Contains($"lib/net10.0/{name}.pdb", symbols.Entries.Select(entry => entry.FullName));

        await using var nuspec = await package.GetEntry(name + ".nuspec")!.OpenAsync(Token);
        var metadata = (await XDocument.LoadAsync(nuspec, LoadOptions.None, Token)).Root!.Elements().Single();
        string? Value(string element) => metadata.Elements().SingleOrDefault(found => found.Name.LocalName == element)?.Value;
        Assert.Equal("MIT", Value("license"));
        Assert.Equal("README.md", Value("readme"));
        Assert.False(string.IsNullOrEmpty(Value("description")));
        Assert.Equal(packages.Version, Value("version"));
    }

    [Fact]
    public void Library_Version_IsTheOneInDirectoryBuildProps()
        => Assert.StartsWith(Repository.Version, typeof(IGuildConfigService).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion, StringComparison.Ordinal);

    [Fact]
    public async Task Readme_FirstSnippet_PrintsWhatTheReadmeSaysOnEveryRun()
    {
        var readme = await File.ReadAllTextAsync(Repository.Path("README.md"), Token);
        var snippet = SnippetPattern().Match(readme).Groups[1].Value;
        var runs = OutputPattern().Match(readme).Groups[1].Value.Split("$ dotnet run\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, runs.Length);
        var (directory, program) = await packages.BuildHostAsync("readme", snippet);

        foreach (var expected in runs)
        {
            var run = await ChildProcess.RunDotnetAsync(directory, [program], Token);
            Assert.Equal((0, expected, string.Empty), (run.ExitCode, run.Output.ReplaceLineEndings("\n"), run.Error));
        }
    }

    [Fact]
    public async Task ExternalHost_TwoRuns_FindsWhatItStored()
    {
        var source = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Packaging", "External", "HostProgram.cs"), Token);
        var (directory, program) = await packages.BuildHostAsync("host", source);
        const string Max = "18446744073709551615";
        string[] rest =
        [
            "created: True",
            $"read: {Max} guilds/max.png",
            $"unknown: False, stored: {Max}",
            "id 0: ArgumentOutOfRangeException guildId",
            "no edit: ArgumentNullException edit",
            "channel 0: ArgumentOutOfRangeException WelcomeChannelId",
            "path: ArgumentException filePath",
            "media type: ArgumentException mediaType",
            "actor 0: ArgumentOutOfRangeException ActorId",
            "after refusals: False",
        ];

        foreach (var first in new[] { "found: False  ", $"found: True {Max} guilds/max.png" })
        {
            var run = await ChildProcess.RunDotnetAsync(directory, [program], Token);
            Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
            Assert.Equal([first, .. rest], run.Output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'));
        }

        await using var connection = new SqliteConnection($"Data Source={Path.Combine(directory, "host.db")};Pooling=False");
        await connection.OpenAsync(Token);
        await using var count = connection.CreateCommand();
        count.CommandText = "SELECT count(*) FROM guild_config";
        Assert.Equal(1L, await count.ExecuteScalarAsync(Token));
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex SnippetPattern();

    [GeneratedRegex("```text\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex OutputPattern();
}
