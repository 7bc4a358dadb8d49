using System.Xml.Linq;

namespace DroasBot.GuildConfig.Tests.Packaging;

/// <summary>The metadata of a package, for feeds and for restoring it.</summary>
internal sealed class PackageMetadata(XElement metadata)
{
    /// <summary>Gets the commit that the package was built from, as links name it.</summary>
    public string Commit => (string?)Find("repository").Single().Attribute("commit") ?? "HEAD";

    public string? RepositoryUrl => (string?)Find("repository").Single().Attribute("url");

    /// <summary>Gets the dependencies of this package, each with its version range.</summary>
    public IEnumerable<(string Id, string Range)> Dependencies
        => Find("dependency").Select(dependency => ((string)dependency.Attribute("id")!, (string)dependency.Attribute("version")!));

    public string? Value(string element) => Find(element).SingleOrDefault()?.Value;

    private IEnumerable<XElement> Find(string element) => metadata.Descendants().Where(found => found.Name.LocalName == element);
}
