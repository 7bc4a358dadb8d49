namespace DroasBot.GuildConfig.Caching;

/// <summary>What became of one guild of a full load.</summary>
internal enum FillOutcome
{
    /// <summary>The cache holds it, or a newer value.</summary>
    Cached,

    /// <summary>It is not cached, and something of its stripe changed or left since the load began: what the load saw may be old.</summary>
    PerhapsOld,

    /// <summary>It is not cached, and does not fit.</summary>
    NoRoom,
}
