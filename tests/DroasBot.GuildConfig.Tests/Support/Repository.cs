using System.Reflection;
using System.Xml.Linq;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>The working copy that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>Gets the version, which is set in one place only.</summary>
    public static string Version { get; } = XDocument.Load(Path("Directory.Build.props")).Descendants("Version").Single().Value;

    /// <summary>Gets the version of a referenced package, which is also set in one place only.</summary>
    public static string VersionOf(string package)
        => XDocument.Load(Path("Directory.Packages.props")).Descendants("PackageVersion").Single(entry => (string?)entry.Attribute("Include") == package).Attribute("Version")!.Value;

    /// <summary>Gets the build configuration of the tests.</summary>
    public static string Configuration { get; }
        = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Configuration").Value!;

    public static string Path(string relative) => System.IO.Path.Combine(Root, relative);

    private static string Find()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!directory.EnumerateFiles("DroasBot.GuildConfig.sln").Any())
        {
            directory = directory.Parent ?? throw new DirectoryNotFoundException("The tests do not run inside the repository.");
        }

        return directory.FullName;
    }
}
