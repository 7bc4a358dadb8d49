namespace DroasBot.GuildConfig;

/// <summary>To what in a guild an id refers.</summary>
public enum GuildReferenceKind
{
    /// <summary>A channel, a category or a thread.</summary>
    Channel,

    /// <summary>A role.</summary>
    Role,

    /// <summary>A user.</summary>
    User,
}
