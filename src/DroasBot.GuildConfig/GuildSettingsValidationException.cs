namespace DroasBot.GuildConfig;

/// <summary>Settings violate the rules of their section. Nothing was changed.</summary>
public class GuildSettingsValidationException : GuildConfigException
{
    /// <summary>Creates an error without violations.</summary>
    public GuildSettingsValidationException()
        : this("", [])
    {
    }

    /// <summary>Creates an error with a message, and without violations.</summary>
    /// <param name="message">What happened, and what to do.</param>
    public GuildSettingsValidationException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an error with its cause, and without violations.</summary>
    /// <param name="message">What happened, and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public GuildSettingsValidationException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates an error.</summary>
    /// <param name="section">The name of the section.</param>
    /// <param name="violations">The violations.</param>
    /// <param name="innerException">The exception that a rule threw; <see langword="null"/> if none did.</param>
    /// <exception cref="ArgumentNullException"><paramref name="section"/> or <paramref name="violations"/> is <see langword="null"/>.</exception>
    public GuildSettingsValidationException(string section, IReadOnlyList<GuildSettingsViolation> violations, Exception? innerException = null)
        : base(Describe(section, violations), innerException)
    {
        Section = section;
        Violations = violations;
    }

    /// <summary>Gets the name of the section; of the first one, if several are invalid.</summary>
    public string Section { get; } = "";

    /// <summary>Gets all violations.</summary>
    public IReadOnlyList<GuildSettingsViolation> Violations { get; } = [];

    private static string Describe(string section, IReadOnlyList<GuildSettingsViolation> violations)
    {
        ArgumentNullException.ThrowIfNull(section);
        ArgumentNullException.ThrowIfNull(violations);
        return $"The settings '{section}' are not valid. {Settings.Violations.Text(violations)}".TrimEnd();
    }
}
