namespace DroasBot.GuildConfig.Caching;

/// <summary>What became of one guild of a full load.</summary>
internal enum FillOutcome
{
    /// <summary>The cache holds it, or a newer value.</summary>
    Cached,

    /// <summary>It is not cached: something of its stripe changed or was dropped since the load began, so what the load saw may be old; or the load adds no guilds.</summary>
    Skipped,

    /// <summary>It is not cached, and does not fit.</summary>
    NoRoom,
}
