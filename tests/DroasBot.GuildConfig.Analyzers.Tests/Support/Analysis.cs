using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace DroasBot.GuildConfig.Analyzers.Tests.Support;

/// <summary>Runs an analyzer on source that marks everything it must report: <c>{|GC0001:here|}</c>.</summary>
internal static class Analysis
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Task VerifyAsync<TAnalyzer>(string source, CompilerDiagnostics compiler = CompilerDiagnostics.Errors, bool withLibrary = true)
        where TAnalyzer : DiagnosticAnalyzer, new()
    {
        var test = new CSharpAnalyzerTest<TAnalyzer, DefaultVerifier> { TestCode = source, ReferenceAssemblies = HostReferences.None, TestBehaviors = TestBehaviors.SkipSuppressionCheck, CompilerDiagnostics = compiler };
        Refer(test.TestState, withLibrary);
        return test.RunAsync(Token);
    }

    /// <summary>Expects a message where the source has <c>{|#0:here|}</c>.</summary>
    public static Task VerifyMessageAsync<TAnalyzer>(string source, DiagnosticResult expected)
        where TAnalyzer : DiagnosticAnalyzer, new()
    {
        var test = new CSharpAnalyzerTest<TAnalyzer, DefaultVerifier> { TestCode = source, ReferenceAssemblies = HostReferences.None, TestBehaviors = TestBehaviors.SkipSuppressionCheck };
        Refer(test.TestState, withLibrary: true);
        test.ExpectedDiagnostics.Add(expected.WithLocation(0));
        return test.RunAsync(Token);
    }

    /// <summary>Expects that the fix turns one source into the other; the same source, if no fix may be offered.</summary>
    public static Task VerifyFixAsync<TAnalyzer, TFix>(string source, string @fixed)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : CodeFixProvider, new()
    {
        var test = new CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier> { TestCode = source, FixedCode = @fixed, ReferenceAssemblies = HostReferences.None, TestBehaviors = TestBehaviors.SkipSuppressionCheck };
        Refer(test.TestState, withLibrary: true);
        return test.RunAsync(Token);
    }

    private static void Refer(SolutionState state, bool withLibrary)
    {
        state.AdditionalReferences.AddRange(HostReferences.Framework);
        if (withLibrary)
        {
            state.AdditionalReferences.AddRange(HostReferences.Library);
        }
    }
}
