using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>The marked ids in the value of a section. Unmarked numbers are not references, even if they are equal.</summary>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal static class References
{
    public static GuildReferenceKind? KindOf(MemberContract member)
        => member.Attributes<ChannelIdAttribute>().Any() ? GuildReferenceKind.Channel
            : member.Attributes<RoleIdAttribute>().Any() ? GuildReferenceKind.Role
            : member.Attributes<UserIdAttribute>().Any() ? GuildReferenceKind.User
            : null;

    /// <summary>Visits all references in a value, and replaces them.</summary>
    /// <param name="contract">The type of the value.</param>
    /// <param name="value">The value, which is changed.</param>
    /// <param name="path">Its path.</param>
    /// <param name="map">Gets the new id; the same one to keep it; <see langword="null"/> to drop the reference.</param>
    public static void Map(TypeContract contract, JsonNode? value, string path, Func<GuildReference, ulong?> map)
    {
        switch (contract.Kind, value)
        {
            case (JsonTypeInfoKind.Object, JsonObject members):
                foreach (var member in contract.Members)
                {
                    if (members.TryGetPropertyValue(member.Name, out var inner))
                    {
                        MapMember(members, member, inner, SettingsPath.Append(path, member.Name), map);
                    }
                }

                break;
            case (JsonTypeInfoKind.Dictionary, JsonObject entries):
                foreach (var (key, item) in entries)
                {
                    Map(contract.Item!, item, SettingsPath.Append(path, key), map);
                }

                break;
            case (JsonTypeInfoKind.Enumerable, JsonArray items):
                for (var i = 0; i < items.Count; i++)
                {
                    Map(contract.Item!, items[i], SettingsPath.Append(path, i.ToString(CultureInfo.InvariantCulture)), map);
                }

                break;
        }
    }

    private static void MapMember(JsonObject owner, MemberContract member, JsonNode? value, string path, Func<GuildReference, ulong?> map)
    {
        if (KindOf(member) is not { } kind)
        {
            Map(member.Value, value, path, map);
            return;
        }

        switch (member.Value.Kind, value)
        {
            case (JsonTypeInfoKind.Enumerable, JsonArray items):
                MapItems(items, kind, path, map);
                break;
            case (JsonTypeInfoKind.Dictionary, JsonObject entries) when member.Value.Key!.Type == typeof(ulong):
                owner[member.Name] = MapKeys(entries, kind, path, map);
                Map(member.Value, owner[member.Name], path, map);
                break;
            case (JsonTypeInfoKind.Dictionary, JsonObject entries):
                MapValues(entries, kind, path, map);
                break;
            default:
                if (TryId(value, out var id))
                {
                    var mapped = map(new GuildReference(path, kind, id));
                    owner[member.Name] = mapped == id ? value!.DeepClone() : mapped is { } other ? Written(other) : member.AllowsNull ? null : Written(0);
                }

                break;
        }
    }

    private static void MapItems(JsonArray items, GuildReferenceKind kind, string path, Func<GuildReference, ulong?> map)
    {
        var mapped = items.Select((item, index) => (Item: item, New: TryId(item, out var id)
            ? map(new GuildReference(SettingsPath.Append(path, index.ToString(CultureInfo.InvariantCulture)), kind, id)) is { } other ? (other == id ? item!.DeepClone() : Written(other)) : null
            : item?.DeepClone())).ToList();
        items.Clear();
        foreach (var (item, @new) in mapped)
        {
            if (@new is not null || item is null)
            {
                items.Add(@new);
            }
        }
    }

    /// <summary>If two keys become equal, the first one stays.</summary>
    private static JsonObject MapKeys(JsonObject entries, GuildReferenceKind kind, string path, Func<GuildReference, ulong?> map)
    {
        var mapped = new JsonObject();
        foreach (var (key, item) in entries)
        {
            var @new = ulong.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id != 0
                ? map(new GuildReference(SettingsPath.Append(path, key), kind, id))?.ToString(CultureInfo.InvariantCulture)
                : key;
            if (@new is not null)
            {
                mapped.TryAdd(@new, item?.DeepClone());
            }
        }

        return mapped;
    }

    private static void MapValues(JsonObject entries, GuildReferenceKind kind, string path, Func<GuildReference, ulong?> map)
    {
        foreach (var (key, item) in entries.ToList())
        {
            var itemPath = SettingsPath.Append(path, key);
            if (item is JsonArray items)
            {
                MapItems(items, kind, itemPath, map);
            }
            else if (TryId(item, out var id) && map(new GuildReference(itemPath, kind, id)) is var mapped && mapped != id)
            {
                entries.Remove(key);
                if (mapped is { } other)
                {
                    entries[key] = Written(other);
                }
            }
        }
    }

    private static JsonValue Written(ulong id) => JsonValue.Create(id.ToString(CultureInfo.InvariantCulture));

    private static bool TryId(JsonNode? value, out ulong id)
    {
        id = 0;
        return value?.GetValueKind() is JsonValueKind.String or JsonValueKind.Number
            && ulong.TryParse(value.GetValueKind() == JsonValueKind.String ? JsonStrings.TextOf(value) : value.ToJsonString(), NumberStyles.None, CultureInfo.InvariantCulture, out id)
            && id != 0;
    }
}
