using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DroasBot.GuildConfig.Analyzers;

/// <summary>GC0002: finds service calls inside edits and units of work.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class NestedCallAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.NestedCall];

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
        var call = (IInvocationOperation)context.Operation;
        if (symbols.FindService(call) is not { } service)
        {
            return;
        }

        var functions = FunctionsAround(call).ToList();
        if (functions.Count == 0)
        {
            return;
        }

        // The innermost one decides: in an edit inside a unit of work, use the editor.
        var calls = DelegateFlow.RootOf(call).DescendantsAndSelf().OfType<IInvocationOperation>().ToList();
        var edits = FunctionsGiven(calls, symbols.FindEdit);
        var works = FunctionsGiven(calls, symbols.FindWork);
        foreach (var function in functions)
        {
            if (IsAmong(edits, function))
            {
                Report("an edit", "the editor");
                return;
            }

            if (IsAmong(works, function))
            {
                Report("a unit of work", "the transaction");
                return;
            }
        }

        void Report(string place, string instead)
            => context.ReportDiagnostic(Diagnostic.Create(Rules.NestedCall, call.Syntax.GetLocation(), $"{service.Name}.{call.TargetMethod.Name}", place, instead));
    }

    /// <summary>The lambdas and local functions that an operation is in, from the innermost to the outermost.</summary>
    private static IEnumerable<IOperation> FunctionsAround(IOperation operation)
    {
        for (var around = operation.Parent; around is not null; around = around.Parent)
        {
            if (around is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                yield return around;
            }
        }
    }

    private static List<IOperation> FunctionsGiven(List<IInvocationOperation> calls, Func<IInvocationOperation, IArgumentOperation?> find)
        => [.. calls.Select(find).OfType<IArgumentOperation>().SelectMany(argument => DelegateFlow.SourcesOf(argument.Value))];

    private static bool IsAmong(List<IOperation> given, IOperation function)
        => given.Any(source => function is ILocalFunctionOperation local
            ? source is IMethodReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Method.OriginalDefinition, local.Symbol)
            : source.Syntax == function.Syntax);
}
