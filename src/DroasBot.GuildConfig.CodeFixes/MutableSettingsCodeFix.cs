using System.Collections.Immutable;
using System.Composition;
using DroasBot.GuildConfig.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DroasBot.GuildConfig.CodeFixes;

/// <summary>GC0003: makes a property init-only, if nothing sets it later.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MutableSettingsCodeFix))]
[Shared]
internal sealed class MutableSettingsCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.MutableSettings.Id];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var solution = context.Document.Project.Solution;
        foreach (var diagnostic in context.Diagnostics)
        {
            if (diagnostic.AdditionalLocations.Count == 1
                && diagnostic.AdditionalLocations[0] is { SourceTree: { } tree, SourceSpan: var span }
                && solution.GetDocument(tree) is { } document
                && await document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is { } root
                && root.FindNode(span) is PropertyDeclarationSyntax declaration
                && FindAutomaticSetter(declaration) is { } setter
                && await document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is { } model
                && model.GetDeclaredSymbol(declaration, context.CancellationToken) is { } property
                && !IsBoundByContract(property)
                && !await PropertyWrites.ExistAsync(property, solution, context.CancellationToken).ConfigureAwait(false))
            {
                var title = $"Make '{property.Name}' init-only";
                context.RegisterCodeFix(
                    CodeAction.Create(title, _ => Task.FromResult(document.WithSyntaxRoot(root.ReplaceNode(setter, InitOf(setter))).Project.Solution), equivalenceKey: title),
                    diagnostic);
            }
        }
    }

    private static AccessorDeclarationSyntax? FindAutomaticSetter(PropertyDeclarationSyntax property)
        => property.AccessorList is { } accessors && accessors.Accessors.All(accessor => accessor is { Body: null, ExpressionBody: null })
            ? accessors.Accessors.FirstOrDefault(accessor => accessor.IsKind(SyntaxKind.SetAccessorDeclaration))
            : null;

    /// <summary>An interface or a related class requires the setter.</summary>
    private static bool IsBoundByContract(IPropertySymbol property)
        => property.IsVirtual || property.IsAbstract || property.IsOverride
            || property.ContainingType.AllInterfaces
                .SelectMany(contract => contract.GetMembers().OfType<IPropertySymbol>())
                .Any(member => member.SetMethod is not null && SymbolEqualityComparer.Default.Equals(property.ContainingType.FindImplementationForInterfaceMember(member), property));

    private static AccessorDeclarationSyntax InitOf(AccessorDeclarationSyntax setter)
        => SyntaxFactory.AccessorDeclaration(SyntaxKind.InitAccessorDeclaration, setter.AttributeLists, setter.Modifiers, SyntaxFactory.Token(SyntaxKind.InitKeyword).WithTriviaFrom(setter.Keyword), body: null, expressionBody: null, setter.SemicolonToken);
}
