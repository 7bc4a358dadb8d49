using DroasBot.GuildConfig.Settings;

namespace DroasBot.GuildConfig.Sample.Transfer;

/// <summary>New ids in the place of old ones: for a guild whose channels were made again.</summary>
internal sealed class ChannelMap(IReadOnlyDictionary<ulong, ulong> ids)
{
    /// <summary>Maps what is marked as the id of a channel. All are replaced in one pass, so two ids may change places.</summary>
    public void Apply(GuildConfigEditor editor)
    {
        if (ids.Count > 0)
        {
            editor.MapReferences(reference => reference.Kind == GuildReferenceKind.Channel ? ids.GetValueOrDefault(reference.Id, reference.Id) : reference.Id);
        }
    }
}
