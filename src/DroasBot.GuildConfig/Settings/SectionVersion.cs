using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>The schema version of a section, stored next to its members if it is above 1.</summary>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal sealed class SectionVersion(int version, Action<JsonObject, int>? upgrade, IEqualityComparer<string> names)
{
    public const string VersionMember = "$v";
    private const int FirstVersion = 1;

    /// <summary>Gets the newest version that this host knows.</summary>
    public int Newest => version;

    /// <summary>Gets a section in which nothing is set.</summary>
    public RawJsonObject Empty() => Stamp(RawJsonObject.Parse("{}"u8.ToArray(), names));

    /// <summary>Gets the members of a stored section, migrated to the current schema version.</summary>
    /// <exception cref="JsonException">The text is not one JSON object, has a name twice, or has a newer version.</exception>
    public RawJsonObject Open(ReadOnlyMemory<byte> stored)
    {
        var text = RawJsonObject.Parse(stored, names);
        var storedVersion = VersionOf(text);
        return storedVersion > version
            ? throw new JsonException($"It has the schema version {storedVersion}, but this host knows versions up to {version} only.")
            : Open(text, storedVersion);
    }

    /// <summary>Returns <see langword="null"/> if the stored section has a newer version than this host knows.</summary>
    public RawJsonObject? TryOpen(ReadOnlyMemory<byte> stored)
    {
        var text = RawJsonObject.Parse(stored, names);
        var storedVersion = VersionOf(text);
        return storedVersion > version ? null : Open(text, storedVersion);
    }

    public static bool IsEmpty(RawJsonObject text) => text.Count == (text.TryGet(VersionMember, out _) ? 1 : 0);

    /// <summary>Gets the section with the current version added.</summary>
    public RawJsonObject Stamp(RawJsonObject text)
        => version == FirstVersion || VersionOf(text) == version
            ? text
            : text.With(VersionMember, JsonSerializer.SerializeToUtf8Bytes(version, SettingsJsonOptions.Default));

    private static int VersionOf(RawJsonObject text)
        => !text.TryGet(VersionMember, out var value) ? FirstVersion
            : int.TryParse(value.Span, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version >= FirstVersion ? version
            : throw new JsonException($"Its schema version, the member '{VersionMember}', is not a number from 1.");

    private RawJsonObject Open(RawJsonObject text, int storedVersion)
        => storedVersion == version || upgrade is null ? text : Upgrade(text.With(VersionMember, value: null), storedVersion, upgrade);

    private RawJsonObject Upgrade(RawJsonObject text, int storedVersion, Action<JsonObject, int> upgrade)
    {
        var members = JsonNode.Parse(text.Utf8.Span)!.AsObject();
        upgrade(members, storedVersion);
        members.Remove(VersionMember);
        return RawJsonObject.Parse(JsonSerializer.SerializeToUtf8Bytes(members, SettingsJsonOptions.Default), names);
    }
}
