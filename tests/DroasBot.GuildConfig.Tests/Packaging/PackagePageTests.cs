using System.Text.RegularExpressions;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Packaging;

/// <summary>What a feed shows for each package, read from the packed files.</summary>
[Collection(PackagesCollection.Name)]
public sealed partial class PackagePageTests(PackedLibraries packages)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Packages { get; } = [.. PackedLibraries.All];

    [Theory]
    [MemberData(nameof(Packages))]
    public async Task Metadata_OfEachPackage_IsComplete(string package)
    {
        var metadata = await packages.ReadMetadataAsync(package);

        Assert.Equal(packages.Version, metadata.Value("version"));
        Assert.Equal(("MIT", "README.md", "icon.png"), (metadata.Value("license"), metadata.Value("readme"), metadata.Value("icon")));
        Assert.Equal((PackedLibraries.ProjectUrl, PackedLibraries.ProjectUrl), (metadata.Value("projectUrl"), metadata.RepositoryUrl));
        Assert.Equal(Path.Exists(Repository.Path(".git")), CommitPattern().IsMatch(metadata.Commit));
        Assert.False(string.IsNullOrEmpty(metadata.Value("description")));
        Assert.Contains("discord", metadata.Value("tags"), StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllBytesAsync(Repository.Path("src/icon.png"), Token), await packages.ReadAsync(package, "icon.png"));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public async Task ReleaseNotes_AreTheNewestSectionOfTheChangelog(string package)
    {
        var metadata = await packages.ReadMetadataAsync(package);
        var section = (await File.ReadAllTextAsync(Repository.Path("CHANGELOG.md"), Token)).Split("\n## ")[1].TrimEnd();

        Assert.StartsWith(Repository.Version, section, StringComparison.Ordinal);
        Assert.Equal("## " + section.Replace("](", $"]({LinksOf(metadata)}", StringComparison.Ordinal), metadata.Value("releaseNotes"));
    }

    /// <summary>They use each other's internals.</summary>
    [Theory]
    [MemberData(nameof(Packages))]
    public async Task Dependencies_OnPackagesOfThisRepository_AreExact(string package)
    {
        var dependencies = (await packages.ReadMetadataAsync(package)).Dependencies.Where(dependency => PackedLibraries.All.Contains(dependency.Id));

        // The library has none of them, and the tool contains the files themselves.
        (string, string)[] expected = package is PackedLibraries.Library or PackedLibraries.Tool ? [] : [(PackedLibraries.Library, $"[{packages.Version}]")];
        Assert.Equal(expected, dependencies);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public async Task Readme_Links_AreAbsoluteAndHaveATarget(string package)
    {
        var prefix = LinksOf(await packages.ReadMetadataAsync(package));

        var readme = await packages.ReadTextAsync(package, "README.md");

        Assert.StartsWith($"# {package}\n", readme, StringComparison.Ordinal);
        Assert.Contains(package == PackedLibraries.Tool ? $"\ndotnet tool install --global {package}\n" : $"\ndotnet add package {package}\n", readme, StringComparison.Ordinal);
        var links = LinkPattern().Matches(readme).Select(link => link.Groups[1].Value).ToList();
        Assert.NotEmpty(links);
        Assert.All(links, link =>
        {
            Assert.StartsWith(prefix, link, StringComparison.Ordinal);
            Assert.True(File.Exists(Repository.Path(link[prefix.Length..].Split('#')[0])), link);
        });
    }

    [Fact]
    public async Task Readmes_WithoutAProjectUrl_HaveTheSameTextAndNoLinks()
    {
        var readmes = await packages.ReadmesWithoutProjectUrlAsync();

        foreach (var (package, readme) in PackedLibraries.All.Zip(readmes))
        {
            var packed = await packages.ReadTextAsync(package, "README.md");
            Assert.Equal(LinkPattern().Replace(packed, string.Empty).Replace("[", string.Empty, StringComparison.Ordinal), readme);
        }
    }

    private static string LinksOf(PackageMetadata metadata) => $"{PackedLibraries.ProjectUrl}/blob/{metadata.Commit}/";

    [GeneratedRegex(@"\]\(([^)]*)\)")]
    private static partial Regex LinkPattern();

    [GeneratedRegex("^[0-9a-f]{40}$")]
    private static partial Regex CommitPattern();
}
