using DroasBot.GuildConfig.Settings;

namespace DroasBot.GuildConfig.Commands.Transfer;

/// <summary>New ids in the place of old ones: for a guild whose channels were made again.</summary>
internal sealed class ChannelMap(IReadOnlyDictionary<ulong, ulong> ids)
{
    /// <summary>Maps what is marked as the id of a channel. All are replaced in one pass, so two ids may change places.</summary>
    /// <exception cref="ArgumentException">There are settings in which nobody here can tell channels from other numbers.</exception>
    public void Apply(GuildConfigEditor editor, IGuildSettingsSchema schema, string settings)
    {
        if (ids.Count > 0)
        {
            var unknown = SettingsDocument.Parse(settings).Sections.Except(schema.Sections.Select(section => section.Name)).ToList();
            if (unknown.Count > 0)
            {
                throw new ArgumentException($"--map cannot tell the channels in the settings {string.Join(", ", unknown)}, which are not registered here: name the bot's assembly with --assembly.");
            }

            editor.MapReferences(reference => reference.Kind == GuildReferenceKind.Channel ? ids.GetValueOrDefault(reference.Id, reference.Id) : reference.Id);
        }
    }
}
