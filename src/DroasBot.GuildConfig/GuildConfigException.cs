namespace DroasBot.GuildConfig;

/// <summary>The base of all errors that are this library's own.</summary>
public class GuildConfigException : Exception
{
    /// <summary>Creates an error without a message of its own.</summary>
    public GuildConfigException()
    {
    }

    /// <summary>Creates an error.</summary>
    /// <param name="message">What happened, and what to do.</param>
    public GuildConfigException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an error with its cause.</summary>
    /// <param name="message">What happened, and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public GuildConfigException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
