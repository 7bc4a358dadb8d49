namespace DroasBot.GuildConfig.Caching;

/// <summary>A place of a <see cref="SlotTable"/>: all that a warm read looks at, side by side.</summary>
internal struct Slot
{
    /// <summary>The guild that has this place for as long as the table has its size; 0 while nobody has. Written after all else.</summary>
    public ulong GuildId;

    /// <summary>The value handed out; <see langword="null"/> once it was dropped.</summary>
    public GuildConfigSnapshot? Snapshot;

    /// <summary>
    /// When the value was loaded, by <see cref="CoarseClock"/>. All times of the clock are odd: here the lowest bit is 0 while a load of all guilds has
    /// not confirmed the value, which lets it expire half a tick earlier.
    /// </summary>
    public uint LoadedAt;

    /// <summary>When the value was last used, by the same clock. Racy on purpose: a lost update costs one more note.</summary>
    public uint UsedAt;
}
