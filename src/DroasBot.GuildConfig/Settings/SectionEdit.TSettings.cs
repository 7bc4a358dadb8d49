using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>A stored section that is being edited.</summary>
/// <param name="json">Converts the settings to JSON.</param>
/// <param name="version">Their schema version.</param>
/// <param name="stored">The section as stored.</param>
/// <param name="opened">The section in the current schema version; <see langword="null"/> if nothing readable is stored.</param>
/// <param name="setAside">The members that were not read.</param>
/// <param name="current">The settings that were read from it.</param>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal sealed class SectionEdit<TSettings>(
    SettingsJson<TSettings> json,
    SectionVersion version,
    ReadOnlyMemory<byte>? stored,
    RawJsonObject? opened,
    IReadOnlyList<SetAsideMember> setAside,
    TSettings current)
    where TSettings : class, new()
{
    private readonly RawJsonObject _text = opened ?? version.Empty();
    private readonly JsonElement _before = json.Write(current);

    /// <summary>Gets the text to store, <see langword="null"/> if nothing differs from the defaults; and the settings that will be read from it.</summary>
    /// <param name="after">The new values.</param>
    /// <param name="replaced">The members to replace as a whole, whatever is stored for them.</param>
    public (ReadOnlyMemory<byte>? Stored, TSettings Settings) Apply(JsonElement after, IReadOnlyCollection<string> replaced)
    {
        var edited = _text.With(FindEdits(after, replaced));
        if (ReferenceEquals(edited, _text))
        {
            // Also keeps an older schema version: reading a section does not change it.
            return (opened is null ? null : stored, current);
        }

        if (SectionVersion.IsEmpty(edited))
        {
            return (null, json.Read(version.Empty(), []));
        }

        edited = version.Stamp(edited);
        return (edited.Utf8, json.Read(edited, json.FindSetAside(edited)));
    }

    private OrderedDictionary<string, ReadOnlyMemory<byte>?> FindEdits(JsonElement after, IReadOnlyCollection<string> replaced)
    {
        var edits = new OrderedDictionary<string, ReadOnlyMemory<byte>?>(json.Contracts.Names);
        var (old, @new, defaults) = (_before.Members(), after.Members(), json.Defaults.Members());
        foreach (var name in old.Keys.Where(name => !@new.ContainsKey(name) && _text.TryGet(name, out _)))
        {
            edits[name] = null;
        }

        var merge = new JsonMerge(setAside.Select(member => member.ValueStart).ToHashSet());
        foreach (var (name, value) in @new)
        {
            var hasOld = old.TryGetValue(name, out var before);
            if (!json.Stores(name) || (hasOld && !replaced.Contains(name) && JsonElement.DeepEquals(before, value)))
            {
                continue;
            }

            var isStored = _text.TryFind(name, out var member);
            if (!defaults.TryGetValue(name, out var standard) || !JsonElement.DeepEquals(standard, value))
            {
                edits[name] = isStored && hasOld && !replaced.Contains(name)
                    ? merge.Apply(json.Root.Find(name)?.Value, _text.Utf8[member.ValueStart..member.End], member.ValueStart, before, value)
                    : JsonMerge.Text(value);
            }
            else if (isStored)
            {
                edits[name] = null;
            }
        }

        return edits;
    }
}
