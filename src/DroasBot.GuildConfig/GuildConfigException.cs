namespace DroasBot.GuildConfig;

/// <summary>The base class of this library's exceptions.</summary>
public class GuildConfigException : Exception
{
    /// <summary>Creates an error with a default message.</summary>
    public GuildConfigException()
    {
    }

    /// <summary>Creates an error.</summary>
    /// <param name="message">The message: what happened, and what to do.</param>
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
