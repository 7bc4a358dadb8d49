using DroasBot.GuildConfig.Settings;

namespace DroasBot.GuildConfig.Commands.Transfer;

/// <summary>Replaces old ids with new ones, for a guild whose channels were recreated.</summary>
internal sealed class ChannelMap(IReadOnlyDictionary<ulong, ulong> ids)
{
    /// <summary>Maps the ids that are marked as channels. All are replaced in one pass, so two ids may be swapped.</summary>
    /// <exception cref="ArgumentException">There are settings in which channels cannot be distinguished from other numbers.</exception>
    public void Apply(GuildConfigEditor editor, IGuildSettingsSchema schema, string settings)
    {
        if (ids.Count > 0)
        {
            var unknown = SettingsDocument.Parse(settings).Sections.Except(schema.Sections.Select(section => section.Name)).ToList();
            if (unknown.Count > 0)
            {
                throw new ArgumentException($"--map cannot find the channels in the settings {string.Join(", ", unknown)}, which are not registered here: name the bot's assembly with --assembly.");
            }

            editor.MapReferences(reference => reference.Kind == GuildReferenceKind.Channel ? ids.GetValueOrDefault(reference.Id, reference.Id) : reference.Id);
        }
    }
}
