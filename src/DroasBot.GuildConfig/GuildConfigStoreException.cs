namespace DroasBot.GuildConfig;

/// <summary>The database could not do what was asked. The message names it (the file's name, never a password) and says what to do.</summary>
#pragma warning disable CA1032 // Only the library reports a failure of its store, and never without saying whether it passes.
public sealed class GuildConfigStoreException : GuildConfigException
#pragma warning restore CA1032
{
    internal GuildConfigStoreException(string message, bool isTransient, Exception? innerException)
        : base(message, innerException)
        => IsTransient = isTransient;

    /// <summary>Gets whether the same call may succeed later without anybody fixing anything (a busy database, a dropped connection).</summary>
    public bool IsTransient { get; }

    /// <summary>Gives another caller the same error as an object of its own.</summary>
    internal GuildConfigStoreException Copy() => new(Message, IsTransient, InnerException);
}
