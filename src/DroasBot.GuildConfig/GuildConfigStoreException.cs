namespace DroasBot.GuildConfig;

/// <summary>The database could not do what was asked. The message names it (the file's name, never a password) and says what to do.</summary>
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
#pragma warning disable CA1032 // A failure of the store always says whether it passes.
public sealed class GuildConfigStoreException : GuildConfigException
#pragma warning restore CA1032
{
    /// <summary>Creates an error.</summary>
    /// <param name="message">What happened, and what to do.</param>
    /// <param name="isTransient">Whether the same call may succeed later without anybody fixing anything.</param>
    /// <param name="innerException">The provider's exception; <see langword="null"/> if there is none.</param>
    public GuildConfigStoreException(string message, bool isTransient, Exception? innerException = null)
        : base(message, innerException)
        => IsTransient = isTransient;

    /// <summary>Gets whether the same call may succeed later without anybody fixing anything (a busy database, a dropped connection).</summary>
    public bool IsTransient { get; }

    // Gives another caller the same error as an object of its own.
    internal GuildConfigStoreException Copy() => new(Message, IsTransient, InnerException);
}
