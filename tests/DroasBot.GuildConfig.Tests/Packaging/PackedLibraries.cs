using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Support.Processes;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Packaging;

/// <summary>The packages, built once for all tests, with a unique version so that no package cache can serve an older one.</summary>
public sealed class PackedLibraries : IAsyncLifetime
{
    public const string Library = "DroasBot.GuildConfig";
    public const string PostgreSql = "DroasBot.GuildConfig.PostgreSql";
    public const string Testing = "DroasBot.GuildConfig.Testing";
    public const string AspNetCore = "DroasBot.GuildConfig.AspNetCore";
    public const string Commands = "DroasBot.GuildConfig.Commands";
    public const string Tool = "DroasBot.GuildConfig.Tool";

    /// <summary>The packages that a host references.</summary>
    public static readonly string[] Libraries = [Library, PostgreSql, Testing, AspNetCore, Commands];

    public static readonly string[] All = [.. Libraries, Tool];

    /// <summary>The repository URL in the packages.</summary>
    public const string ProjectUrl = "https://host.example/owner/name";

    private readonly TemporaryDirectory _directory = new();
    private readonly HashSet<string> _cached = [];
    private readonly DotnetCommand _dotnet;

    public PackedLibraries() => _dotnet = new DotnetCommand(_directory.Path);

    public string Version { get; } = $"{Repository.Version}-test.{Guid.NewGuid():N}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // The libraries were built with these tests; they only need packing, which leaves nothing in the tree.
        AssertSucceeded(await _dotnet.RunAsync(
            Repository.Root,
            "pack", ".ci/packages.slnf", "--no-build", "-c", Repository.Configuration, "-o", _directory.File("packages"),
            $"-p:PackageVersion={Version}", $"-p:ProjectUrl={ProjectUrl}/", $"-p:NuspecOutputPath={_directory.File("nuspecs")}/"));
    }

    /// <summary>Gets the file of a package; <c>snupkg</c> is the extension of its symbols.</summary>
    internal string FileOf(string package, string extension = "nupkg") => _directory.File($"packages/{package}.{Version}.{extension}");

    /// <summary>Reads a file of a package.</summary>
    internal async Task<byte[]> ReadAsync(string package, string file)
    {
        await using var content = await ZipFile.OpenReadAsync(FileOf(package), Token);
        await using var entry = await content.GetEntry(file)!.OpenAsync(Token);
        using var copy = new MemoryStream();
        await entry.CopyToAsync(copy, Token);
        return copy.ToArray();
    }

    internal async Task<string> ReadTextAsync(string package, string file) => Encoding.UTF8.GetString(await ReadAsync(package, file));

    /// <summary>Reads a package's documentation of its members.</summary>
    internal async Task<XDocument> ReadDocumentationAsync(string package)
        => await LoadAsync(package, $"lib/net10.0/{package}.xml");

    /// <summary>Reads a package's metadata.</summary>
    internal async Task<PackageMetadata> ReadMetadataAsync(string package)
        => new((await LoadAsync(package, package + ".nuspec")).Root!.Elements().Single());

    /// <summary>Creates the readmes of all packages as they are without a repository URL.</summary>
    /// <returns>The texts of the readmes.</returns>
    internal async Task<IReadOnlyCollection<string>> ReadmesWithoutProjectUrlAsync()
    {
        var directory = DirectoryOf("readmes");
        AssertSucceeded(await _dotnet.RunAsync(
            Repository.Root, "msbuild", ".ci/packages.slnf", "-t:PreparePackagePage", $"-p:Configuration={Repository.Configuration}", $"-p:NuspecOutputPath={directory}/"));
        return await Task.WhenAll(All.Select(package => File.ReadAllTextAsync(Path.Combine(directory, package, "README.md"), Token)));
    }

    /// <summary>Gets the directory of a project that was created outside the tree.</summary>
    internal string DirectoryOf(string name) => _directory.File(name);

    /// <summary>Installs the tool outside the tree, and returns its file.</summary>
    internal async Task<string> InstallToolAsync()
    {
        var directory = Directory.CreateDirectory(DirectoryOf("tool")).FullName;
        AssertSucceeded(await _dotnet.RunAsync(directory, "tool", "install", Tool, "--tool-path", directory, "--version", Version, "--add-source", _directory.File("packages")));
        return Path.Combine(directory, OperatingSystem.IsWindows() ? "guild-config.exe" : "guild-config");
    }

    /// <summary>Creates and compiles a console project outside the tree that references only the library's package.</summary>
    /// <param name="name">The project's name.</param>
    /// <param name="program">Its Program.cs.</param>
    /// <returns>The program's directory and its file.</returns>
    internal async Task<(string Directory, string File)> BuildHostAsync(string name, string program)
    {
        AssertSucceeded(await BuildAsync(name, "<OutputType>Exe</OutputType>", [Library], [("Program.cs", program)]));
        return (DirectoryOf(name), _directory.File($"{name}/out/{name}.dll"));
    }

    /// <summary>Creates a project outside the tree that references only packages of this repository, and compiles it, whether successfully or not.</summary>
    internal async Task<ProgramOutcome> BuildAsync(
        string name, string properties, IReadOnlyCollection<string> packages, IEnumerable<(string Name, string Text)> files, string sdk = "Microsoft.NET.Sdk", string items = "")
    {
        var directory = Directory.CreateDirectory(DirectoryOf(name)).FullName;
        var project = $"""
            <Project Sdk="{sdk}">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings>{properties}</PropertyGroup>
              <ItemGroup>{string.Concat(packages.Select(package => $"<PackageReference Include=\"{package}\" Version=\"{Version}\" />"))}{items}</ItemGroup>
            </Project>
            """;
        var config = $"<configuration><packageSources><add key=\"packed\" value=\"{_directory.File("packages")}\" /></packageSources></configuration>";
        foreach (var (file, text) in files.Append((name + ".csproj", project)).Append(("nuget.config", config)))
        {
            await File.WriteAllTextAsync(Path.Combine(directory, file), text, Token);
        }

        try
        {
            return await _dotnet.RunAsync(directory, "build", "-o", Path.Combine(directory, "out"));
        }
        finally
        {
            await RememberCachedPackagesAsync(Path.Combine(directory, "obj", "project.assets.json"));
        }
    }

    /// <summary>Runs a program that was built.</summary>
    internal Task<ProgramOutcome> RunAsync(string directory, params IEnumerable<string> arguments) => _dotnet.RunAsync(directory, arguments);

    public async ValueTask DisposeAsync()
    {
        await _dotnet.EndCompilerAsync();
        foreach (var folder in _cached.Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
            if (!Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(folder)!).Any())
            {
                Directory.Delete(Path.GetDirectoryName(folder)!);
            }
        }

        _directory.Dispose();
    }

    private async Task<XDocument> LoadAsync(string package, string file)
    {
        using var content = new MemoryStream(await ReadAsync(package, file));
        return await XDocument.LoadAsync(content, LoadOptions.PreserveWhitespace, Token);
    }

    private static void AssertSucceeded(ProgramOutcome result) => Assert.True(result.ExitCode == 0, result.Output + result.Error);

    private async Task RememberCachedPackagesAsync(string assetsFile)
    {
        if (File.Exists(assetsFile))
        {
            using var assets = JsonDocument.Parse(await File.ReadAllTextAsync(assetsFile, Token));
            var folder = assets.RootElement.GetProperty("project").GetProperty("restore").GetProperty("packagesPath").GetString()!;
            foreach (var library in assets.RootElement.GetProperty("libraries").EnumerateObject())
            {
                if (library.Name.EndsWith("/" + Version, StringComparison.Ordinal))
                {
                    _cached.Add(Path.Combine(folder, library.Value.GetProperty("path").GetString()!));
                }
            }
        }
    }
}
