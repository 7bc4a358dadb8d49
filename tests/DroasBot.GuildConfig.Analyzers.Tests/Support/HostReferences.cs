using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Analyzers.Tests.Support;

/// <summary>The references of a host's source: files that these tests run on themselves, so that nothing is downloaded.</summary>
internal static class HostReferences
{
    private static readonly string _frameworkDirectory = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    /// <summary>All of them would take up most of the tests' time.</summary>
    private static readonly string[] _frameworkAssemblies =
    [
        "System.Private.CoreLib", "System.Runtime", "System.Collections", "System.Collections.Immutable", "System.ComponentModel", "System.Linq", "System.Private.Uri",
        "System.Text.Json",
    ];

    /// <summary>Names no package. One instance, since it caches what it resolves.</summary>
    public static ReferenceAssemblies None { get; } = new("net10.0");

    public static ImmutableArray<MetadataReference> Framework { get; } =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => Path.GetDirectoryName(file) == _frameworkDirectory && _frameworkAssemblies.Contains(Path.GetFileNameWithoutExtension(file)))
            .Select(file => MetadataReference.CreateFromFile(file)),
    ];

    /// <summary>Gets the library, and this assembly, for types in another assembly of a host.</summary>
    public static ImmutableArray<MetadataReference> Library { get; } =
        [Of<IGuildConfigService>(), Of<IServiceCollection>(), MetadataReference.CreateFromFile(typeof(ForeignEdits).Assembly.Location)];

    private static PortableExecutableReference Of<T>() => MetadataReference.CreateFromFile(typeof(T).Assembly.Location);
}
