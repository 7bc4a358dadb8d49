using System.Text.Json;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Packaging;

/// <summary>The library's package, made once for all tests, under a version of its own so that no package cache can serve an older one.</summary>
public sealed class PackedLibrary : IAsyncLifetime
{
    private readonly TestDirectory _directory = new();
    private string? _cached;

    public string Version { get; } = $"{Repository.Version}-test.{Guid.NewGuid():N}";

    internal string PackageFile => _directory.File($"packages/DroasBot.GuildConfig.{Version}.nupkg");

    internal string SymbolsFile => _directory.File($"packages/DroasBot.GuildConfig.{Version}.snupkg");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // The library was built with these tests; only the packing is left to do, and it leaves nothing in the tree.
        await RunAsync(
            Repository.Root,
            "pack", "src/DroasBot.GuildConfig", "--no-build", "-c", TestNode.Configuration, "-o", _directory.File("packages"),
            $"-p:PackageVersion={Version}", $"-p:NuspecOutputPath={_directory.File("nuspec")}/");
    }

    /// <summary>Makes a console project outside the tree that references the package and nothing else, and compiles it.</summary>
    /// <param name="name">The project's name.</param>
    /// <param name="program">Its Program.cs.</param>
    /// <returns>The program's directory and its file.</returns>
    internal async Task<(string Directory, string File)> BuildHostAsync(string name, string program)
    {
        var directory = Directory.CreateDirectory(_directory.File(name)).FullName;
        await File.WriteAllTextAsync(Path.Combine(directory, "Program.cs"), program, Token);
        await File.WriteAllTextAsync(
            Path.Combine(directory, "nuget.config"), $"<configuration><packageSources><add key=\"packed\" value=\"{_directory.File("packages")}\" /></packageSources></configuration>", Token);
        await File.WriteAllTextAsync(
            Path.Combine(directory, name + ".csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
              <ItemGroup><PackageReference Include="DroasBot.GuildConfig" Version="{Version}" /></ItemGroup>
            </Project>
            """,
            Token);
        try
        {
            await RunAsync(directory, "build", "-o", Path.Combine(directory, "out"));
        }
        finally
        {
            await RememberCachedPackageAsync(Path.Combine(directory, "obj", "project.assets.json"));
        }

        return (directory, Path.Combine(directory, "out", name + ".dll"));
    }

    public ValueTask DisposeAsync()
    {
        if (_cached is not null && Directory.Exists(_cached))
        {
            Directory.Delete(_cached, recursive: true);
            if (!Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(_cached)!).Any())
            {
                Directory.Delete(Path.GetDirectoryName(_cached)!);
            }
        }

        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task RunAsync(string directory, params string[] arguments)
    {
        var result = await ChildProcess.RunDotnetAsync(directory, arguments, Token);
        Assert.True(result.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}: {result.Output}{result.Error}");
    }

    private async Task RememberCachedPackageAsync(string assetsFile)
    {
        if (File.Exists(assetsFile))
        {
            using var assets = JsonDocument.Parse(await File.ReadAllTextAsync(assetsFile, Token));
            var folder = assets.RootElement.GetProperty("project").GetProperty("restore").GetProperty("packagesPath").GetString()!;
            _cached = Path.Combine(folder, "droasbot.guildconfig", Version);
        }
    }
}
