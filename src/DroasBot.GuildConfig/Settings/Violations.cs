using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>The violations found in a section.</summary>
internal sealed class Violations
{
    private readonly List<GuildSettingsViolation> _found = [];
    private readonly HashSet<GuildSettingsViolation> _failures = [];

    public IReadOnlyList<GuildSettingsViolation> Found => _found;

    /// <summary>Gets the exception that a host's rule threw; <see langword="null"/> if none.</summary>
    public Exception? Failure { get; set; }

    public void Add(string path, string message) => _found.Add(new GuildSettingsViolation(path, message));

    /// <summary>Formats violations as sentences.</summary>
    public static string Text(IEnumerable<GuildSettingsViolation> violations) => string.Join(' ', violations.Select(violation => $"{violation.Path}: {violation.Message}"));

    /// <summary>Whether the rule itself failed, so that it says nothing about the value.</summary>
    public bool IsFailure(GuildSettingsViolation violation) => _failures.Contains(violation);

    /// <summary>Runs a host's rule. If it throws, it counts as violated.</summary>
    public void Guard(string path, Action rule)
    {
        try
        {
            rule();
        }
        catch (Exception thrown) when (thrown is not OutOfMemoryException)
        {
            Failure ??= thrown;
            var violation = new GuildSettingsViolation(path, $"A rule of the host failed with {thrown.GetType().Name}: {QuotedText.Of(thrown.Message)}.");
            _failures.Add(violation);
            _found.Add(violation);
        }
    }
}
