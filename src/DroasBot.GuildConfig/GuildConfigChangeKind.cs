namespace DroasBot.GuildConfig;

/// <summary>The kind of a change. The numbers are stored and never change their meaning.</summary>
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

    /// <summary>Nothing changed; caches were asked to reload.</summary>
    Refreshed = 4,

    /// <summary>
    /// Something was erased for good: the guild with its whole history, which leaves no configuration; or the references to a user, which leaves the rest. Actor, reason
    /// and erased values are not kept. Changes from before the erasure of a guild become empty changes of this kind.
    /// </summary>
    Erased = 5,
}
