namespace DroasBot.GuildConfig.Settings;

/// <summary>The references to one user in stored settings.</summary>
internal sealed class UserReferences(SettingsRegistry registry, ulong userId)
{
    /// <summary>Drops them from the text of a guild's settings. Sections that are not registered or cannot be read stay unchanged.</summary>
    /// <returns>The text without them; <see langword="null"/> if there are none.</returns>
    public string? DropFrom(string settings)
    {
        var document = SettingsDocument.Parse(settings);
        if (document.Damage is not null)
        {
            return null;
        }

        var edits = new List<(string Section, ReadOnlyMemory<byte>? Stored)>();
        foreach (var section in registry.Sections)
        {
            if (document.TryGet(section.Name, out var stored) && section.MapReferences(stored, Map) is { } changed)
            {
                edits.Add((section.Name, changed));
            }
        }

        return edits.Count == 0 ? null : document.With(edits).ToString();
    }

    private ulong? Map(GuildReference reference) => reference.Kind == GuildReferenceKind.User && reference.Id == userId ? null : reference.Id;
}
