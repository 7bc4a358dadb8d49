using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DroasBot.GuildConfig.Analyzers;

/// <summary>The library's types in one compilation.</summary>
internal sealed class GuildConfigSymbols
{
    private const string Namespace = "DroasBot.GuildConfig.";

    private static readonly string[] _otherServices = ["IGuildConfigCache", "IGuildConfigChangeLog", "IGuildConfigMaintenance"];

    private readonly INamedTypeSymbol _service;
    private readonly INamedTypeSymbol _transaction;
    private readonly ImmutableArray<INamedTypeSymbol> _services;
    private readonly INamedTypeSymbol _edit;

    private GuildConfigSymbols(Compilation compilation, INamedTypeSymbol service, INamedTypeSymbol transaction, INamedTypeSymbol editor, INamedTypeSymbol action)
    {
        _service = service;
        _transaction = transaction;
        _edit = action.Construct(editor);
        _services =
        [
            service,
            .. _otherServices.Select(name => compilation.GetTypeByMetadataName(Namespace + name)).OfType<INamedTypeSymbol>(),
        ];
    }

    /// <summary>Returns <see langword="null"/> if the compilation does not reference the library.</summary>
    public static GuildConfigSymbols? TryCreate(Compilation compilation)
        => compilation.GetTypeByMetadataName(Namespace + "IGuildConfigService") is { } service
            && compilation.GetTypeByMetadataName(Namespace + "IGuildConfigTransaction") is { } transaction
            && compilation.GetTypeByMetadataName(Namespace + "GuildConfigEditor") is { } editor
            && compilation.GetTypeByMetadataName("System.Action`1") is { } action
            ? new GuildConfigSymbols(compilation, service, transaction, editor, action)
            : null;

    /// <summary>Finds the edit passed to a call; <see langword="null"/> if it does not call <c>UpdateAsync</c>.</summary>
    public IArgumentOperation? FindEdit(IInvocationOperation call)
        => call.TargetMethod.Name == "UpdateAsync" && (IsMember(call, _service) || IsMember(call, _transaction)) ? FindDelegate(call) : null;

    /// <summary>Finds the unit of work passed to a call; <see langword="null"/> if it does not call <c>TransactAsync</c>.</summary>
    public IArgumentOperation? FindWork(IInvocationOperation call)
        => call.TargetMethod.Name == "TransactAsync" && IsMember(call, _service) ? FindDelegate(call) : null;

    /// <summary>Whether an edit is passed to the overload that exists only to refuse async edits.</summary>
    public bool IsRefusedByCompiler(IArgumentOperation edit) => !SymbolEqualityComparer.Default.Equals(edit.Parameter?.Type, _edit);

    /// <summary>Finds the service on which a method is called; a transaction is not a service.</summary>
    public INamedTypeSymbol? FindService(IInvocationOperation call) => _services.FirstOrDefault(service => IsMember(call, service));

    private static IArgumentOperation? FindDelegate(IInvocationOperation call) => call.Arguments.FirstOrDefault(argument => argument.Parameter?.Type.TypeKind == TypeKind.Delegate);

    /// <summary>A class that implements the interface counts too.</summary>
    private static bool IsMember(IInvocationOperation call, INamedTypeSymbol contract)
    {
        for (var method = call.TargetMethod; method is not null; method = method.OverriddenMethod)
        {
            if (SymbolEqualityComparer.Default.Equals(method.ContainingType, contract)
                || Implements(method, method.ContainingType, contract)
                || (call.Instance?.Type is { } receiver && Implements(method, receiver, contract)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Implements(IMethodSymbol method, ITypeSymbol? type, INamedTypeSymbol contract)
        => type is not null
            && type.AllInterfaces.Contains(contract, SymbolEqualityComparer.Default)
            && contract.GetMembers(method.Name).Any(member => SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member), method));
}
