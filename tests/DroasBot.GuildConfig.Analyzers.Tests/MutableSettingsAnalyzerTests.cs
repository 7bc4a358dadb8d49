using DroasBot.GuildConfig.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace DroasBot.GuildConfig.Analyzers.Tests;

public sealed class MutableSettingsAnalyzerTests
{
    private const string Set = "can be set; make it init-only";

    [Theory]
    [InlineData("public sealed class Own { public int Limit { get; set; } }", "Limit", Set)]
    [InlineData("public sealed class Own { public int Limit { get; private set; } }", "Limit", Set)]
    [InlineData("public sealed record Own { public int Limit { get; init; } public int Other { get; set; } }", "Other", Set)]
    [InlineData("public sealed class Own { public int Limit; }", "Limit", "can be changed; make it readonly")]
    [InlineData("public sealed class Own { private int _limit; public int Limit { get => _limit; init => _limit = value; } }", "_limit", "can be changed; make it readonly")]
    [InlineData("public class Basis { public int Limit { get; set; } } public sealed class Own : Basis { }", "Limit", Set)]
    [InlineData("public sealed record Own { public int[] Limits { get; init; } = []; }", "Limits", "is of the mutable type 'int[]'; use an immutable or frozen collection")]
    [InlineData("public sealed record Own { public List<string> Names { get; init; } = []; }", "Names", "is of the mutable type 'List<string>'; use an immutable or frozen collection")]
    [InlineData("public sealed record Own { public Dictionary<string, int> Names { get; } = []; }", "Names", "is of the mutable type 'Dictionary<string, int>'; use an immutable or frozen collection")]
    [InlineData("public sealed record Own { public object? Any { get; init; } }", "Any", "is of the mutable type 'object'; use an immutable type")]
    [InlineData("public sealed record Own { public IReadOnlyList<string> Names { get; init; } = []; }", "Names", "is of type 'IReadOnlyList<string>', which may be another one at run time; use an immutable or frozen collection")]
    [InlineData("public abstract class Rule { } public sealed record Own { public Rule? Rule { get; init; } }", "Rule", "is of type 'Rule', which may be another one at run time; use a sealed class")]
    [InlineData("[JsonDerivedType(typeof(More))] public record Rule { } public sealed record More : Rule; public sealed record Own { public Rule? Rule { get; init; } }", "Rule", "is of type 'Rule', which may be another one at run time; use a sealed class")]
    [InlineData("public sealed class Rule { public int Limit { get; set; } } public sealed record Own { public Rule Rule { get; init; } = new(); }", "Rule.Limit", Set)]
    [InlineData("public sealed class Rule { public int Limit { get; set; } } public sealed record Own { public ImmutableArray<Rule> Rules { get; init; } = []; }", "Rules.Limit", Set)]
    [InlineData("public struct Pair { public int[] Items { get; set; } } public sealed record Own { public Pair? Pair { get; init; } }", "Pair.Items", "is of the mutable type 'int[]'; use an immutable or frozen collection")]
    public Task Settings_Mutable_AreReportedWithTheFirstMember(string types, string member, string fault)
        => Analysis.VerifyMessageAsync<MutableSettingsAnalyzer>(HostSource.WithSettings("AddSettings<{|#0:Own|}>(\"own\")", types), Expected("Own", member, fault));

    [Theory]
    [InlineData("public sealed class Own { }")]
    [InlineData("public sealed record Own { public string Name { get; init; } = \"\"; public int? Limit { get; init; } public ulong Channel { get; } public DayOfWeek Day { get; init; } }")]
    [InlineData("public sealed record Own(int Limit, string Name) { public Own() : this(1, \"\") { } }")]
    [InlineData("public sealed record Own { public DateTimeOffset? Until { get; init; } public TimeSpan Length { get; init; } public Guid Id { get; init; } public decimal Ratio { get; init; } public Uri? Link { get; init; } public DateOnly Day { get; init; } }")]
    [InlineData("public sealed record Own { public ImmutableArray<string> Names { get; init; } = []; public ImmutableDictionary<string, ImmutableList<int>> Map { get; init; } = ImmutableDictionary<string, ImmutableList<int>>.Empty; }")]
    [InlineData("public sealed record Own { public FrozenSet<ulong> Roles { get; init; } = FrozenSet<ulong>.Empty; public FrozenDictionary<string, int> Map { get; init; } = FrozenDictionary<string, int>.Empty; public IImmutableList<int>? List { get; init; } }")]
    [InlineData("public class Rule { public int Limit { get; init; } } public class Own { public Rule Rule { get; init; } = new(); public ImmutableArray<Rule> Rules { get; init; } = []; }")]
    [InlineData("public struct Pair { public int First { get; set; } public int Second; } public sealed record Own { public Pair Pair { get; init; } }")]
    [InlineData("public sealed record Own { public static int Count { get; set; } public const int Most = 3; public int[] Limits => [1, 2]; }")]
    [InlineData("public sealed record Own { public Own? Parent { get; init; } }")]
    [InlineData("public sealed record Box<T> { public Box<Box<T>>? Inner { get; init; } } public sealed record Own { public Box<int>? Box { get; init; } }")]
    public Task Settings_Immutable_AreNotReported(string types)
        => Analysis.VerifyAsync<MutableSettingsAnalyzer>(HostSource.WithSettings("AddSettings<Own>(\"own\")", types));

    [Fact]
    public Task Settings_MutableInAnotherAssembly_AreReported()
        => Analysis.VerifyMessageAsync<MutableSettingsAnalyzer>(HostSource.WithSettings("AddSettings<{|#0:ForeignSettings|}>(\"own\")"), Expected("ForeignSettings", "Limit", Set));

    [Fact]
    public Task Settings_WithAListInAnotherAssembly_AreReported()
        => Analysis.VerifyAsync<MutableSettingsAnalyzer>(HostSource.WithSettings("AddSettings<{|GC0003:ForeignListSettings|}>(\"own\")"));

    [Fact]
    public Task Settings_ImmutableInAnotherAssembly_AreNotReported()
        => Analysis.VerifyAsync<MutableSettingsAnalyzer>(HostSource.WithSettings("AddSettings<ForeignImmutableSettings>(\"own\")"));

    [Fact]
    public Task Settings_SeveralCalls_AreReportedIndividually()
        => Analysis.VerifyAsync<MutableSettingsAnalyzer>(HostSource.WithSettings(
            "AddSettings<{|GC0003:Own|}>(\"own\").{|GC0003:AddSettings|}(\"inferred\", (GuildSettingsOptions<Other> options) => { })",
            "public sealed class Own { public int Limit { get; set; } } public sealed class Other { public int Limit { get; set; } }"));

    [Fact]
    public Task Settings_TypeParameter_AreNotReported()
        => Analysis.VerifyAsync<MutableSettingsAnalyzer>(HostSource.WithSettings(
            "UseSqlite()", "public static class Registration { public static void Register<T>(IGuildConfigBuilder builder) where T : class, new() => builder.AddSettings<T>(\"own\"); }"));

    private static DiagnosticResult Expected(string type, string member, string fault)
        => new DiagnosticResult("GC0003", DiagnosticSeverity.Info).WithMessage($"Every Get of '{type}' creates a copy, because '{member}' {fault}").WithOptions(DiagnosticOptions.IgnoreAdditionalLocations);
}
