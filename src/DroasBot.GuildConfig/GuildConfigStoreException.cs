namespace DroasBot.GuildConfig;

/// <summary>The database could not perform the operation. The message names it (the file's name, never a password) and says what to do.</summary>
/// <example>
/// <code>
/// try
/// {
///     await configs.UpdateAsync(guildId, edit =&gt; edit.WelcomeChannelId = channelId);
/// }
/// catch (GuildConfigStoreException error)
/// {
///     await SendAsync(channelId, error.IsTransient ? "Not now; try again in a minute." : "That cannot be stored; the bot's owner has been told.");
/// }
/// </code>
/// </example>
#pragma warning disable CA1032 // A failure always says whether it is transient.
public sealed class GuildConfigStoreException : GuildConfigException
#pragma warning restore CA1032
{
    /// <summary>Creates an error.</summary>
    /// <param name="message">What happened, and what to do.</param>
    /// <param name="isTransient">Whether the same call may succeed later without intervention.</param>
    /// <param name="innerException">The provider's exception; <see langword="null"/> if there is none.</param>
    public GuildConfigStoreException(string message, bool isTransient, Exception? innerException = null)
        : base(message, innerException)
        => IsTransient = isTransient;

    /// <summary>Gets whether the same call may succeed later without intervention (a busy database, a dropped connection).</summary>
    public bool IsTransient { get; }

    // Creates a separate exception object for another caller.
    internal GuildConfigStoreException Copy() => new(Message, IsTransient, InnerException);
}
