using System.Xml.Linq;

namespace DroasBot.GuildConfig.Tests.Packaging;

/// <summary>What a package says about itself, for feeds and for those who restore it.</summary>
internal sealed class PackageMetadata(XElement metadata)
{
    /// <summary>Gets the commit that the package was made from, as links name it.</summary>
    public string Commit => (string?)Find("repository").Single().Attribute("commit") ?? "HEAD";

    public string? RepositoryUrl => (string?)Find("repository").Single().Attribute("url");

    /// <summary>Gets the packages that restoring this one brings, each with its range of versions.</summary>
    public IEnumerable<(string Id, string Range)> Dependencies
        => Find("dependency").Select(dependency => ((string)dependency.Attribute("id")!, (string)dependency.Attribute("version")!));

    public string? Value(string element) => Find(element).SingleOrDefault()?.Value;

    private IEnumerable<XElement> Find(string element) => metadata.Descendants().Where(found => found.Name.LocalName == element);
}
