using Microsoft.CodeAnalysis;

namespace DroasBot.GuildConfig.Analyzers;

/// <summary>The rules of the analyzers.</summary>
internal static class Rules
{
    private const string Usage = "Usage";

    /// <summary>The edit continues after <c>UpdateAsync</c> has read the values.</summary>
    public static readonly DiagnosticDescriptor AsyncEdit = new(
        "GC0001",
        title: "An edit must be synchronous",
        messageFormat: "The edit {0}; await first, then call UpdateAsync with a synchronous edit",
        Usage,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "UpdateAsync stores what an edit has set when it returns. What an async edit sets after its first await would be lost, so UpdateAsync refuses it with an ArgumentException.");

    /// <summary>A call that waits for its own caller.</summary>
    public static readonly DiagnosticDescriptor NestedCall = new(
        "GC0002",
        title: "Inside an edit or a unit of work, use what it is given",
        messageFormat: "'{0}' inside {1} would wait for itself; use {2}",
        Usage,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "An edit and a unit of work run while the write transaction is open. A call of a service inside them would wait for that transaction to end, so it is refused with an InvalidOperationException.");

    /// <summary>Information only: mutable settings work, and a start logs a warning about them.</summary>
    public static readonly DiagnosticDescriptor MutableSettings = new(
        "GC0003",
        title: "Settings should be immutable",
        messageFormat: "Every Get of '{0}' creates a copy, because '{1}' {2}",
        Usage,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "Settings that are immutable throughout are parsed once and shared. Mutable settings are deserialized for every Get, so that no caller changes what another one sees.");
}
