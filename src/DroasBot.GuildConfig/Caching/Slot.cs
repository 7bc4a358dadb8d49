namespace DroasBot.GuildConfig.Caching;

/// <summary>A slot of a <see cref="SlotTable"/>: everything that a warm read needs, side by side.</summary>
internal struct Slot
{
    /// <summary>The guild that owns this slot for as long as the array lives; 0 if none does. Written last.</summary>
    public ulong GuildId;

    /// <summary>The value to serve; <see langword="null"/> once it was dropped.</summary>
    public GuildConfigSnapshot? Snapshot;

    /// <summary>
    /// When the value was loaded, by <see cref="CoarseClock"/>. All times of the clock are odd: here the lowest bit is 0 while a load of all guilds has
    /// not confirmed the value, which lets it expire half a tick earlier.
    /// </summary>
    public uint LoadedAt;

    /// <summary>When the value was last used, by the same clock. Deliberately racy: a lost update only costs another write.</summary>
    public uint UsedAt;
}
