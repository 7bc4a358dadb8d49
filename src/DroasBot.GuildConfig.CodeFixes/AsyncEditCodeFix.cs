using System.Collections.Immutable;
using System.Composition;
using DroasBot.GuildConfig.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DroasBot.GuildConfig.CodeFixes;

/// <summary>GC0001: removes <c>async</c> from an edit that awaits nothing.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AsyncEditCodeFix))]
[Shared]
internal sealed class AsyncEditCodeFix : CodeFixProvider
{
    private const string Title = "Remove 'async'";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.AsyncEdit.Id];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var keyword = root?.FindToken(context.Span.Start) ?? default;
        if (keyword.IsKind(SyntaxKind.AsyncKeyword)
            && keyword.Parent is AnonymousFunctionExpressionSyntax edit
            && !edit.DescendantTokens().Any(token => token.IsKind(SyntaxKind.AwaitKeyword))
            && await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is { } model
            && IsSynchronousWithoutKeyword(edit, model))
        {
            context.RegisterCodeFix(
                CodeAction.Create(Title, _ => Task.FromResult(context.Document.WithSyntaxRoot(root!.ReplaceNode(edit, WithoutAsync(edit)))), equivalenceKey: Title),
                context.Diagnostics);
        }
    }

    /// <summary>A lambda that returns a task, or never returns, would bind to the overload that takes a task.</summary>
    private static bool IsSynchronousWithoutKeyword(AnonymousFunctionExpressionSyntax edit, SemanticModel model)
        => edit.Body switch
        {
            BlockSyntax { Statements.Count: 0 } => true,
            BlockSyntax block => model.AnalyzeControlFlow(block.Statements.First(), block.Statements.Last()) is { Succeeded: true } flow && (flow.EndPointIsReachable || !flow.ReturnStatements.IsEmpty),
            ThrowExpressionSyntax => false,
            ExpressionSyntax expression => model.Compilation.GetTypeByMetadataName("System.Threading.Tasks.Task") is { } task
                && model.GetTypeInfo(expression).Type is { } type
                && !model.Compilation.ClassifyConversion(type, task).IsImplicit,
            _ => false,
        };

    private static AnonymousFunctionExpressionSyntax WithoutAsync(AnonymousFunctionExpressionSyntax edit)
        => edit.WithModifiers([.. edit.Modifiers.Where(modifier => !modifier.IsKind(SyntaxKind.AsyncKeyword))]).WithTriviaFrom(edit);
}
