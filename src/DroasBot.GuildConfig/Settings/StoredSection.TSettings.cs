namespace DroasBot.GuildConfig.Settings;

/// <summary>A section that new settings will replace.</summary>
/// <param name="Text">The section as stored; <see langword="null"/> if there is none.</param>
/// <param name="Parsed">The settings read from it, if they have been read and are immutable: reading is most of the cost of an edit.</param>
internal readonly record struct StoredSection<TSettings>(ReadOnlyMemory<byte>? Text, TSettings? Parsed)
    where TSettings : class, new()
{
    public static StoredSection<TSettings> None => default;
}
