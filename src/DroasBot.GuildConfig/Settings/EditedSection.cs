namespace DroasBot.GuildConfig.Settings;

/// <summary>What an edit makes of a section.</summary>
/// <param name="Stored">The text that is to be stored; <see langword="null"/> for none.</param>
/// <param name="Shared">What it is parsed to, if values of the section are shared.</param>
/// <param name="IsReset">Whether what is stored was given up.</param>
internal sealed record EditedSection(ReadOnlyMemory<byte>? Stored, object? Shared, bool IsReset)
{
    public TSettings Get<TSettings>(SettingsSlot<TSettings> slot, ulong guildId)
        where TSettings : class, new()
        => (TSettings?)Shared ?? slot.Section.Read(guildId, Stored, held: null);
}
