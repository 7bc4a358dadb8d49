using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DroasBot.GuildConfig.Analyzers;

/// <summary>GC0003: finds mutable settings that are registered with <c>AddSettings</c>.</summary>
/// <remarks>If a property's setter is the only reason, the property is the diagnostic's additional location.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class MutableSettingsAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.MutableSettings];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName("DroasBot.GuildConfig.GuildConfigBuilderExtensions") is { } extensions)
            {
                start.RegisterOperationAction(operation => Analyze(operation, extensions), OperationKind.Invocation);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context, INamedTypeSymbol extensions)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod is { Name: "AddSettings", TypeArguments.Length: 1 }
            && SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, extensions)
            && call.TargetMethod.TypeArguments[0] is INamedTypeSymbol settings
            && ImmutabilityAnalysis.FindMutableMember(settings) is { } found)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Rules.MutableSettings,
                LocationOf(call),
                additionalLocations: SettableProperty(found, settings),
                settings.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat),
                found.Path,
                found.Fault));
        }
    }

    private static IEnumerable<Location>? SettableProperty(MutableMember found, INamedTypeSymbol settings)
        => found is { CanBeSet: true, Member: IPropertySymbol property } && SymbolEqualityComparer.Default.Equals(property.ContainingType, settings)
            ? property.Locations.Where(location => location.IsInSource)
            : null;

    /// <summary>The type argument; if it is inferred, the name of the method.</summary>
    private static Location LocationOf(IInvocationOperation call)
    {
        var name = (call.Syntax as InvocationExpressionSyntax)?.Expression switch
        {
            MemberAccessExpressionSyntax access => access.Name,
            MemberBindingExpressionSyntax binding => binding.Name,
            var expression => expression,
        };
        return ((name as GenericNameSyntax)?.TypeArgumentList.Arguments.FirstOrDefault() ?? name ?? call.Syntax).GetLocation();
    }
}
