namespace DroasBot.GuildConfig.Settings;

/// <summary>The result of editing a section.</summary>
/// <param name="Stored">The text to store; <see langword="null"/> for none.</param>
/// <param name="Shared">The parsed value, if values of the section are shared.</param>
/// <param name="IsReset">Whether the stored text was discarded.</param>
internal sealed record EditedSection(ReadOnlyMemory<byte>? Stored, object? Shared, bool IsReset)
{
    public TSettings Get<TSettings>(SettingsSlot<TSettings> slot, ulong guildId)
        where TSettings : class, new()
        => (TSettings?)Shared ?? slot.Section.Read(guildId, Stored, held: null);
}
