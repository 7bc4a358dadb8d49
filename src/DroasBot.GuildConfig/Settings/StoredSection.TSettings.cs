namespace DroasBot.GuildConfig.Settings;

/// <summary>A section that new settings are to replace.</summary>
/// <param name="Text">The section as it is stored; <see langword="null"/> if there is none.</param>
/// <param name="Parsed">The settings that were read from it, if they have been and are immutable: reading is most of what an edit costs.</param>
internal readonly record struct StoredSection<TSettings>(ReadOnlyMemory<byte>? Text, TSettings? Parsed)
    where TSettings : class, new()
{
    public static StoredSection<TSettings> None => default;
}
