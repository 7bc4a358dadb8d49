namespace DroasBot.GuildConfig;

/// <summary>What a change did. The numbers are stored and never change their meaning.</summary>
public enum GuildConfigChangeKind
{
    /// <summary>A guild got its first configuration, or one after a deletion.</summary>
    Created = 0,

    /// <summary>One or more settings changed.</summary>
    Updated = 1,

    /// <summary>The configuration was deleted.</summary>
    Deleted = 2,

    /// <summary>An earlier version was restored.</summary>
    Restored = 3,

    /// <summary>Nothing changed; caches were asked to load again.</summary>
    Refreshed = 4,
}
