using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DroasBot.GuildConfig.Analyzers;

/// <summary>GC0001: finds edits that are async, or call an <c>async void</c> method.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class AsyncEditAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.AsyncEdit];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (GuildConfigSymbols.TryCreate(start.Compilation) is { } symbols)
            {
                start.RegisterOperationAction(operation => Analyze(operation, symbols), OperationKind.Invocation);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context, GuildConfigSymbols symbols)
    {
        if (symbols.FindEdit((IInvocationOperation)context.Operation) is not { } edit)
        {
            return;
        }

        foreach (var (location, fault) in Find(edit, symbols.IsRefusedByCompiler(edit)).Distinct())
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.AsyncEdit, location, fault));
        }
    }

    private static IEnumerable<(Location Location, string Fault)> Find(IArgumentOperation edit, bool isRefusedByCompiler)
    {
        foreach (var source in DelegateFlow.SourcesOf(edit.Value))
        {
            // If the delegate comes from a variable, report the call, not the variable.
            var isInPlace = edit.Syntax.Span.Contains(source.Syntax.Span);
            Location Place(Func<Location> inPlace) => isInPlace ? inPlace() : edit.Value.Syntax.GetLocation();

            if (IsAsync(source))
            {
                yield return (Place(() => AsyncLocationOf(source)), "is async, so it continues after its values are read");
            }
            else if (isRefusedByCompiler)
            {
                if (!source.Syntax.ContainsDiagnostics && !OnlyThrows(source))
                {
                    yield return (Place(source.Syntax.GetLocation), "returns a task, which nobody awaits");
                }
            }
            else if (source is IAnonymousFunctionOperation function)
            {
                foreach (var call in DelegateFlow.OwnOperationsOf(function).OfType<IInvocationOperation>().Where(call => IsAsyncVoid(call.TargetMethod)))
                {
                    yield return (Place(call.Syntax.GetLocation), $"calls '{call.TargetMethod.Name}', which is async void and continues after the edit");
                }
            }
        }
    }

    private static bool IsAsync(IOperation source)
        => source switch
        {
            IAnonymousFunctionOperation function => function.Symbol.IsAsync,
            IMethodReferenceOperation reference => IsAsync(reference.Method),
            _ => false,
        };

    /// <summary>In metadata, only the attribute indicates the keyword.</summary>
    private static bool IsAsync(IMethodSymbol method)
        => method.IsAsync || method.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "AsyncStateMachineAttribute");

    private static bool IsAsyncVoid(IMethodSymbol method) => method.ReturnsVoid && IsAsync(method);

    private static Location AsyncLocationOf(IOperation source)
        => source.Syntax is AnonymousFunctionExpressionSyntax function ? function.AsyncKeyword.GetLocation() : source.Syntax.GetLocation();

    /// <summary>The compiler binds such a lambda to the overload that takes a task, although it is synchronous.</summary>
    private static bool OnlyThrows(IOperation source)
        => source.Syntax is AnonymousFunctionExpressionSyntax function
            && (function.Body is ThrowExpressionSyntax || (function.Body is BlockSyntax { Statements.Count: 1 } block && block.Statements[0] is ThrowStatementSyntax));
}
