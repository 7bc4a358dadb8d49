using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;
using DroasBot.GuildConfig.Testing;
using DroasBot.GuildConfig.Tests.Support;
using PublicApiGenerator;
using Xunit;

namespace DroasBot.GuildConfig.Tests.PublicApi;

/// <summary>The public API changes only on purpose: the approved text next to this file lists it.</summary>
public sealed class PublicApiTests
{
    private const string AcceptVariable = "ACCEPT_PUBLIC_API";

    private static readonly ApiGeneratorOptions _options = new()
    {
        // Extension methods for hosts live in the namespaces of what they extend.
        DenyNamespacePrefixes = [],
        ExcludeAttributes = ["System.Runtime.CompilerServices.InternalsVisibleToAttribute", "System.Reflection.AssemblyMetadataAttribute"],
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(typeof(IGuildConfigService))]
    [InlineData(typeof(GuildConfigPostgreSqlBuilderExtensions))]
    [InlineData(typeof(GuildConfigFaults))]
    [InlineData(typeof(GuildConfigEndpointOptions))]
    [InlineData(typeof(GuildConfigCommands))]
    public async Task PublicApi_OfEachPackage_IsApproved(Type member)
    {
        var assembly = member.Assembly;
        var file = Repository.Path($"tests/DroasBot.GuildConfig.Tests/PublicApi/{assembly.GetName().Name}.approved.txt");
        var current = assembly.GeneratePublicApi(_options).ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1")
        {
            await File.WriteAllTextAsync(file, current, Token);
        }

        var approved = await File.ReadAllTextAsync(file, Token);

        Assert.True(
            approved == current,
            $"""
            The public API of {assembly.GetName().Name} is not the approved one (- approved, + now):

            {Difference(approved, current)}

            If that is meant, accept it, and say it in the changelog:
            {AcceptVariable}=1 dotnet test tests/DroasBot.GuildConfig.Tests --filter FullyQualifiedName~{nameof(PublicApiTests)}
            """);
    }

    private static string Difference(string approved, string current)
        => string.Join('\n', InlineDiffBuilder.Diff(approved, current).Lines
            .Where(line => line.Type is ChangeType.Inserted or ChangeType.Deleted)
            .Select(line => (line.Type == ChangeType.Inserted ? "+ " : "- ") + line.Text.Trim()));
}
