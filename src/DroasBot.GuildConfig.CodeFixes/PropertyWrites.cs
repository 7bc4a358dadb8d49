using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;

namespace DroasBot.GuildConfig.CodeFixes;

/// <summary>Finds assignments to a property, other than in the initializer of a new object.</summary>
internal static class PropertyWrites
{
    public static async Task<bool> ExistAsync(IPropertySymbol property, Solution solution, CancellationToken cancellationToken)
    {
        foreach (var found in await SymbolFinder.FindReferencesAsync(property, solution, cancellationToken).ConfigureAwait(false))
        {
            foreach (var reference in found.Locations)
            {
                var root = await reference.Document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
                if (reference.IsCandidateLocation || root is null || IsWrite(root.FindNode(reference.Location.SourceSpan, getInnermostNodeForTie: true)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsWrite(SyntaxNode name)
    {
        var target = name;
        while (target.Parent is MemberAccessExpressionSyntax or MemberBindingExpressionSyntax or ParenthesizedExpressionSyntax or ArgumentSyntax { Parent: TupleExpressionSyntax } or TupleExpressionSyntax
            && !IsOnlyRead(target))
        {
            target = target.Parent;
        }

        return target.Parent switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left == target && !IsInitializerOfNewObject(assignment),
            PrefixUnaryExpressionSyntax unary => unary.IsKind(SyntaxKind.PreIncrementExpression) || unary.IsKind(SyntaxKind.PreDecrementExpression),
            PostfixUnaryExpressionSyntax unary => unary.IsKind(SyntaxKind.PostIncrementExpression) || unary.IsKind(SyntaxKind.PostDecrementExpression),
            _ => false,
        };
    }

    /// <summary>In <c>a.b = c</c>, <c>a</c> is only read.</summary>
    private static bool IsOnlyRead(SyntaxNode expression) => expression.Parent is MemberAccessExpressionSyntax access && access.Expression == expression;

    /// <summary>A nested object's initializer runs too late for init.</summary>
    private static bool IsInitializerOfNewObject(AssignmentExpressionSyntax assignment)
        => assignment.Parent is InitializerExpressionSyntax { Parent: BaseObjectCreationExpressionSyntax or WithExpressionSyntax };
}
