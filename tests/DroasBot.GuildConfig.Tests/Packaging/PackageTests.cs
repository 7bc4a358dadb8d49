using System.Diagnostics;
using System.IO.Compression;
using System.Reflection;
using System.Text.RegularExpressions;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Support.Processes;
using DroasBot.GuildConfig.Testing;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Packaging;

[Collection(PackagesCollection.Name)]
public sealed partial class PackageTests(PackedLibraries packages)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(PackedLibraries.Library, "analyzers/dotnet/cs/DroasBot.GuildConfig.Analyzers.dll", "analyzers/dotnet/cs/DroasBot.GuildConfig.CodeFixes.dll")]
    [InlineData(PackedLibraries.PostgreSql)]
    [InlineData(PackedLibraries.Testing)]
    [InlineData(PackedLibraries.AspNetCore)]
    [InlineData(PackedLibraries.Commands)]
    public async Task Package_Content_HasReadmeIconLicenseDocumentationAndSymbols(string name, params string[] analyzers)
    {
        await using var package = await ZipFile.OpenReadAsync(packages.FileOf(name), Token);
        await using var symbols = await ZipFile.OpenReadAsync(packages.FileOf(name, "snupkg"), Token);

        var files = package.Entries.Select(entry => entry.FullName).ToList();
        Assert.Equal(
            [.. analyzers, "icon.png", $"lib/net10.0/{name}.dll", $"lib/net10.0/{name}.xml", "LICENSE", "README.md"],
            files.Where(file => !file.StartsWith("_rels/", StringComparison.Ordinal) && !file.StartsWith("package/", StringComparison.Ordinal)
                && file != "[Content_Types].xml" && !file.EndsWith(".nuspec", StringComparison.Ordinal)).Order(StringComparer.OrdinalIgnoreCase));
        Assert.Contains($"lib/net10.0/{name}.pdb", symbols.Entries.Select(entry => entry.FullName));
    }

    [Fact]
    public async Task Tool_Installed_IsTheCommandGuildConfig()
    {
        var start = new ProcessStartInfo(await packages.InstallToolAsync(), ["init", "--database", packages.DirectoryOf("tool.db")]);

        var run = await RunningProgram.RunAsync(start);

        Assert.Equal((0, $"Created the database '{packages.DirectoryOf("tool.db")}'."), (run.ExitCode, run.Output.TrimEnd()));
    }

    /// <summary>The compiler documents internal members too, which are noise to hosts and make up four fifths of the file.</summary>
    [Theory]
    [InlineData(typeof(IGuildConfigService))]
    [InlineData(typeof(GuildConfigPostgreSqlBuilderExtensions))]
    [InlineData(typeof(GuildConfigFaults))]
    [InlineData(typeof(GuildConfigEndpointOptions))]
    [InlineData(typeof(GuildConfigCommands))]
    public async Task Package_Documentation_IsOfPublicMembersOnly(Type member)
    {
        var documentation = await packages.ReadDocumentationAsync(member.Assembly.GetName().Name!);

        var documented = documentation.Descendants("member").Select(described => (string)described.Attribute("name")!).ToList();

        Assert.NotEmpty(documented);
        Assert.Empty(documented.Except(PublicMembers.IdsOf(member.Assembly)));
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
            var run = await packages.RunAsync(directory, program);
            Assert.Equal((0, expected, string.Empty), (run.ExitCode, run.Output.ReplaceLineEndings("\n"), run.Error));
        }
    }

    [Fact]
    public async Task ExternalHost_TwoRuns_FindsItsStoredData()
    {
        var (directory, program) = await packages.BuildHostAsync("host", await ReadProgramAsync("HostProgram.cs"));
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
            var run = await packages.RunAsync(directory, program);
            Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
            Assert.Equal([first, .. rest], run.Output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'));
        }

        Assert.Equal(1L, SqliteFile.Scalar<long>(Path.Combine(directory, "host.db"), "SELECT count(*) FROM guild_config"));
    }

    /// <summary>One line gives a host that references only the packages the endpoints, and its OpenAPI document lists them.</summary>
    [Fact]
    public async Task ExternalHost_WithOneLine_HasTheEndpointsInItsOpenApiDocument()
    {
        var openApi = Repository.VersionOf("Microsoft.AspNetCore.OpenApi");
        var build = await packages.BuildAsync(
            "web",
            "",
            [PackedLibraries.AspNetCore],
            [("Program.cs", await ReadProgramAsync("WebProgram.cs"))],
            "Microsoft.NET.Sdk.Web",
            $"<PackageReference Include=\"Microsoft.AspNetCore.OpenApi\" Version=\"{openApi}\" />");
        Assert.True(build.ExitCode == 0, build.Output);
        var directory = packages.DirectoryOf("web");

        var run = await packages.RunAsync(directory, Path.Combine(directory, "out", "web.dll"));

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        Assert.Equal(
            [
                "delete /guilds/{guildId} DeleteGuild",
                "get /guilds GetGuilds",
                "get /guilds/schema GetGuildSettingsSchema",
                "get /guilds/schema/{section} GetGuildSettingsJsonSchema",
                "get /guilds/{guildId} GetGuild",
                "get /guilds/{guildId}/background GetGuildBackground",
                "get /guilds/{guildId}/events GetGuildEvents",
                "get /guilds/{guildId}/history GetGuildHistory",
                "patch /guilds/{guildId} PatchGuild application/merge-patch+json application/json",
                "post /guilds/{guildId}/restore/{revision} RestoreGuild",
                "post /guilds/{guildId}/undo/{revision} UndoGuildChange",
                "put /guilds/{guildId}/background PutGuildBackground image/png image/jpeg application/octet-stream",
            ],
            run.Output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').Order(StringComparer.Ordinal));
    }

    /// <summary>The analyzers come with the package, whether the host references it directly or through another one.</summary>
    [Theory]
    [InlineData("analyzed", PackedLibraries.Library)]
    [InlineData("analyzed-postgresql", PackedLibraries.PostgreSql)]
    public async Task ExternalHost_WithAnAsyncVoidEdit_IsWarned(string name, string package)
    {
        var build = await packages.BuildAsync(name, "<OutputType>Exe</OutputType>", [package], [("Program.cs", await ReadProgramAsync("AsyncEditProgram.cs"))]);

        Assert.True(build.ExitCode == 0, build.Output);
        Assert.Equal(["GC0001"], WarningPattern().Matches(build.Output).Select(warning => warning.Groups[1].Value).Distinct());
    }

    [Fact]
    public async Task ExternalHost_SectionsNotRegisteredForAWhile_AreUnchangedByteForByte()
    {
        var (directory, program) = await packages.BuildHostAsync("settings", await ReadProgramAsync("SettingsProgram.cs"));
        const string Values = "first High 2031-02-03T04:05:06.0000000-07:00 9007199254740993";

        var written = await RunAsync("newer set", "channel ", $"18446744073709551615 5 <ünïcödé & 🐸> 1.50 {Values}");
        Assert.Equal(
            """{"moderation":{"logChannelId":"18446744073709551615","warnLimit":5,"greeting":"<ünïcödé & \uD83D\uDC38>","ratio":1.50,"rules":[{"name":"first","level":"High","note":null}],"mutedUntil":"2031-02-03T04:05:06-07:00"},"tickets":{"categoryId":"9007199254740993"}}""",
            written);
        Assert.Equal(written, await RunAsync("none channel 1001", "channel 1001", "no settings"));
        Assert.Equal(written, await RunAsync("older channel 1002", "channel 1002", "limit 5"));
        Assert.Equal(written, await RunAsync("newer channel 1003", "channel 1003", $"18446744073709551615 5 <ünïcödé & 🐸> 1.50 {Values}"));

        // A host that knows one member of the section changes that one.
        var changed = await RunAsync("older limit 6", "channel 1003", "limit 6");
        Assert.Equal(written.Replace("\"warnLimit\":5", "\"warnLimit\":6", StringComparison.Ordinal), changed);
        Assert.NotEqual(written, changed);
        Assert.Equal(changed, await RunAsync("newer", "channel 1003", $"18446744073709551615 6 <ünïcödé & 🐸> 1.50 {Values}"));

        async Task<string> RunAsync(string arguments, params string[] lines)
        {
            var run = await packages.RunAsync(directory, [program, .. arguments.Split(' ')]);
            Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
            Assert.Equal(lines, run.Output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'));
            return SqliteFile.Scalar<string>(Path.Combine(directory, "settings.db"), "SELECT settings FROM guild_config");
        }
    }

    private static Task<string> ReadProgramAsync(string name)
        => File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Packaging", "External", name), Token);

    [GeneratedRegex(@"warning (\w+):")]
    private static partial Regex WarningPattern();

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex SnippetPattern();

    [GeneratedRegex("```text\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex OutputPattern();
}
