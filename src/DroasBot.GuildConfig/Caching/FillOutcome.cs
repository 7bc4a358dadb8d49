namespace DroasBot.GuildConfig.Caching;

/// <summary>The outcome for one guild of a full load.</summary>
internal enum FillOutcome
{
    /// <summary>The cache holds it, or a newer value.</summary>
    Cached,

    /// <summary>It is not cached: something in its stripe was changed or dropped since the load began, so the loaded value may be old; or the load adds no guilds.</summary>
    Skipped,

    /// <summary>It is not cached, and does not fit.</summary>
    NoRoom,
}
