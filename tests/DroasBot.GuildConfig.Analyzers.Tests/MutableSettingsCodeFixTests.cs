using DroasBot.GuildConfig.Analyzers.Tests.Support;
using DroasBot.GuildConfig.CodeFixes;
using Xunit;

namespace DroasBot.GuildConfig.Analyzers.Tests;

public sealed class MutableSettingsCodeFixTests
{
    private const string Marked = "AddSettings<{|GC0003:Own|}>(\"own\")";
    private const string Unmarked = "AddSettings<Own>(\"own\")";

    [Theory]
    [InlineData("public int Limit { get; set; }", "public int Limit { get; init; }")]
    [InlineData("public int Limit { get; set; } = 3;", "public int Limit { get; init; } = 3;")]
    [InlineData("public int Limit { get; private set; }", "public int Limit { get; private init; }")]
    public Task Property_NeverSet_BecomesInitOnly(string property, string @fixed)
        => VerifyAsync(Marked, $"public sealed class Own {{ {property} }}", Unmarked, $"public sealed class Own {{ {@fixed} }}");

    [Theory]
    [InlineData("public static Own Make() => new Own { Limit = 1 };")]
    [InlineData("public static Own Make() => new() { Limit = 1 };")]
    [InlineData("public static Own Make(Own own) => own with { Limit = own.Limit + 1 };")]
    [InlineData("public static string Name => nameof(Own.Limit);")]
    public Task Property_SetByInitializers_BecomesInitOnly(string member)
        => VerifyAsync(
            Marked, $"public sealed record Own {{ public int Limit {{ get; set; }} }} public static class User {{ {member} }}",
            Unmarked, $"public sealed record Own {{ public int Limit {{ get; init; }} }} public static class User {{ {member} }}");

    [Theory]
    [InlineData("public static void Use(Own own) => own.Limit = 1;")]
    [InlineData("public static void Use(Own own) => own.Limit += 1;")]
    [InlineData("public static void Use(Own own) => own.Limit++;")]
    [InlineData("public static void Use(Own own) => --own.Limit;")]
    [InlineData("public static void Use(Own? own) => own?.Limit = 1;")]
    [InlineData("public static void Use(Own own) => (own.Limit, _) = (1, 2);")]
    [InlineData("public Own Inner { get; } = new(); public static User Use() => new() { Inner = { Limit = 1 } };")]
    public Task Property_SetElsewhere_GetsNoFix(string member)
    {
        var types = $"public sealed record Own {{ public int Limit {{ get; set; }} }} public sealed class User {{ {member} }}";
        return VerifyAsync(Marked, types, Marked, types);
    }

    [Theory]
    [InlineData("public interface ILimited { int Limit { get; set; } } public sealed class Own : ILimited { public int Limit { get; set; } }")]
    [InlineData("public class Own { public virtual int Limit { get; set; } }")]
    [InlineData("public class Basis { public int Limit { get; set; } } public sealed class Own : Basis { }")]
    [InlineData("public sealed class Rule { public int Limit { get; set; } } public sealed record Own { public Rule Rule { get; init; } = new(); }")]
    [InlineData("public sealed record Own { public int[] Limits { get; init; } = []; }")]
    [InlineData("public sealed class Own { public int Limit { get => field; set => field = value; } }")]
    public Task Member_NeedsMoreThanAnotherSetter_GetsNoFix(string types) => VerifyAsync(Marked, types, Marked, types);

    private static Task VerifyAsync(string registration, string types, string fixedRegistration, string fixedTypes)
        => Analysis.VerifyFixAsync<MutableSettingsAnalyzer, MutableSettingsCodeFix>(HostSource.WithSettings(registration, types), HostSource.WithSettings(fixedRegistration, fixedTypes));
}
