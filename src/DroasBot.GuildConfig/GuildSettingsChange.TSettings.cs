namespace DroasBot.GuildConfig;

/// <summary>A change of one settings section of one guild. Immutable.</summary>
/// <typeparam name="TSettings">The type under which the section is registered.</typeparam>
/// <param name="Change">The change; of kind <see cref="GuildConfigChangeKind.Refreshed"/> without a guild if changes were lost: read again what you keep.</param>
/// <param name="Before">The section before, or its defaults; <see langword="null"/> if unknown: it was erased, cannot be read by this host, or changes were lost.</param>
/// <param name="After">The section after, or its defaults; <see langword="null"/> if it cannot be read by this host, or changes were lost.</param>
public sealed record GuildSettingsChange<TSettings>(GuildConfigChange Change, TSettings? Before, TSettings? After)
    where TSettings : class, new()
{
    /// <summary>Gets the guild; <see langword="null"/> if changes were lost.</summary>
    public ulong? GuildId => Change.GuildId;
}
