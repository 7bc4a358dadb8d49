namespace DroasBot.GuildConfig;

/// <summary>What an id in a guild's configuration refers to.</summary>
public enum GuildReferenceKind
{
    /// <summary>A channel, a category or a thread.</summary>
    Channel,

    /// <summary>A role.</summary>
    Role,

    /// <summary>A user.</summary>
    User,
}
