using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DroasBot.GuildConfig.Analyzers;

/// <summary>Follows delegates inside one method, from their use back to their definition.</summary>
internal static class DelegateFlow
{
    /// <summary>Finds the lambdas, anonymous methods and method groups that a value may be, also through local variables.</summary>
    public static IEnumerable<IOperation> SourcesOf(IOperation value)
    {
        var pending = new Stack<IOperation>([value]);
        var locals = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        while (pending.Count > 0)
        {
            var current = pending.Pop();
            if (current is IAnonymousFunctionOperation or IMethodReferenceOperation)
            {
                yield return current;
            }

            foreach (var source in Step(current, locals))
            {
                pending.Push(source);
            }
        }
    }

    /// <summary>The operations of a function's own body, excluding nested functions.</summary>
    public static IEnumerable<IOperation> OwnOperationsOf(IOperation function)
    {
        foreach (var child in function.ChildOperations)
        {
            if (child is not (IAnonymousFunctionOperation or ILocalFunctionOperation))
            {
                yield return child;
                foreach (var inner in OwnOperationsOf(child))
                {
                    yield return inner;
                }
            }
        }
    }

    public static IOperation RootOf(IOperation operation)
    {
        while (operation.Parent is { } parent)
        {
            operation = parent;
        }

        return operation;
    }

    private static IEnumerable<IOperation> Step(IOperation value, HashSet<ISymbol> locals)
        => value switch
        {
            IConversionOperation conversion => [conversion.Operand],
            IDelegateCreationOperation creation => [creation.Target],
            IParenthesizedOperation parenthesized => [parenthesized.Operand],
            IConditionalOperation { WhenFalse: { } whenFalse } conditional => [conditional.WhenTrue, whenFalse],
            ICoalesceOperation coalesce => [coalesce.Value, coalesce.WhenNull],
            ISwitchExpressionOperation choice => choice.Arms.Select(arm => arm.Value),
            ILocalReferenceOperation reference when locals.Add(reference.Local) => ValuesOf(reference.Local, RootOf(reference)),
            _ => [],
        };

    private static IEnumerable<IOperation> ValuesOf(ILocalSymbol local, IOperation root)
    {
        foreach (var operation in root.Descendants())
        {
            if (operation is IVariableDeclaratorOperation declarator
                && SymbolEqualityComparer.Default.Equals(declarator.Symbol, local)
                && declarator.GetVariableInitializer() is { } initializer)
            {
                yield return initializer.Value;
            }
            else if (operation is ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment && SymbolEqualityComparer.Default.Equals(target.Local, local))
            {
                yield return assignment.Value;
            }
        }
    }
}
