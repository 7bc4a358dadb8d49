using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>What was found to be wrong with a section.</summary>
internal sealed class Violations
{
    private readonly List<GuildSettingsViolation> _found = [];
    private readonly HashSet<GuildSettingsViolation> _failures = [];

    public IReadOnlyList<GuildSettingsViolation> Found => _found;

    /// <summary>Gets what a rule of the host's has thrown; <see langword="null"/> if none has.</summary>
    public Exception? Failure { get; set; }

    public void Add(string path, string message) => _found.Add(new GuildSettingsViolation(path, message));

    /// <summary>Gives violations as the sentences of a message.</summary>
    public static string Text(IEnumerable<GuildSettingsViolation> violations) => string.Join(' ', violations.Select(violation => $"{violation.Path}: {violation.Message}"));

    /// <summary>Whether a rule has failed, so that it says nothing of the value.</summary>
    public bool IsFailure(GuildSettingsViolation violation) => _failures.Contains(violation);

    /// <summary>Runs a rule of the host's. One that throws is one that is broken.</summary>
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
