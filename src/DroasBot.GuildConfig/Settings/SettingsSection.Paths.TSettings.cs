using System.Text.Json;
using System.Text.Json.Nodes;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <content>Access to values by path, for callers that do not know the type.</content>
internal sealed partial class SettingsSection<TSettings>
{
    public override JsonObject ToJsonSchema() => new SchemaExport(_json.Contracts).Export(Description, _json.Root, _json.Defaults);

    public override JsonObject ToJson(ulong guildId, GuildSettings settings) => ToNode(settings.Get<TSettings>(guildId));

    public override JsonNode? Read(ulong guildId, GuildSettings settings, string path)
    {
        var target = SettingsTarget.Find(_json.Root, path);
        return target.TryRead(ToJson(guildId, settings), out var value)
            ? value?.DeepClone()
            : throw new ArgumentException($"{QuotedText.Of(path)} does not exist: the guild has no such key or index.", nameof(path));
    }

    public override void Write(GuildSettingsDraft draft, string path, string value)
    {
        var target = SettingsTarget.Find(_json.Root, path);
        Write(draft, target, TypedText.Parse(target, value));
    }

    public override void WriteJson(GuildSettingsDraft draft, string path, JsonNode? value)
        => Write(draft, SettingsTarget.Find(_json.Root, path), value?.DeepClone());

    public override void Merge(GuildSettingsDraft draft, JsonNode? patch)
    {
        if (patch is null)
        {
            draft.Reset<TSettings>();
            return;
        }

        if (patch is not JsonObject members)
        {
            throw new GuildSettingsValidationException(Name, [.. ValueCheck.Find(Name, _json.Root, allowsNull: true, member: null, patch)]);
        }

        var value = ToNode(draft.Peek<TSettings>());
        var merge = new MergePatch();
        merge.Apply(Name, _json.Root, value, DefaultsNode() as JsonObject, members);
        if (merge.Violations.Count > 0)
        {
            throw new GuildSettingsValidationException(Name, merge.Violations);
        }

        Set(draft, value, [.. members.Where(member => member.Value is not JsonObject).Select(member => member.Key)]);
    }

    public override void Reset(GuildSettingsDraft draft, string path)
    {
        var target = SettingsTarget.Find(_json.Root, path);
        if (target.IsSection)
        {
            draft.Reset<TSettings>();
            return;
        }

        var value = ToNode(draft.Peek<TSettings>());
        if (target.TryRead(DefaultsNode(), out var standard) && target.TryRead(value, out _))
        {
            target.Write(value, standard?.DeepClone());
        }
        else
        {
            target.Remove(value);
        }

        Set(draft, value, target.DirectMembers);
    }

    public override void MapReferences(GuildSettingsDraft draft, Func<GuildReference, ulong?> map)
    {
        var value = ToNode(draft.Peek<TSettings>());
        if (MapReferences(value, map))
        {
            // The reference is removed even if a rule requires a value.
            draft.Set(FromNode(value), replaced: [], isJudged: false);
        }
    }

    public override ReadOnlyMemory<byte>? MapReferences(ReadOnlyMemory<byte> stored, Func<GuildReference, ulong?> map)
    {
        try
        {
            var value = JsonNode.Parse(stored.Span);
            return MapReferences(value, map) ? new ReadOnlyMemory<byte>?(JsonSerializer.SerializeToUtf8Bytes(value, SettingsJsonOptions.Default)) : null;
        }
        catch (Exception damaged) when (damaged is JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    public override IReadOnlyList<GuildReference> FindReferences(ulong guildId, GuildSettings settings)
    {
        var found = new List<GuildReference>();
        References.Map(_json.Root, ToJson(guildId, settings), Name, reference =>
        {
            found.Add(reference);
            return reference.Id;
        });
        return found;
    }

    private void Write(GuildSettingsDraft draft, SettingsTarget target, JsonNode? value)
    {
        ValueCheck.ThrowIfUnfit(target, value);
        if (target.IsSection)
        {
            // A section that is replaced is not read first, so that an unreadable one can be repaired.
            draft.Set(FromNode(value!), replaced: [], isJudged: true);
            return;
        }

        var section = ToNode(draft.Peek<TSettings>());
        target.Write(section, value);
        Set(draft, section, target.DirectMembers);
    }

    private void Set(GuildSettingsDraft draft, JsonObject value, params IReadOnlyCollection<string> replaced) => draft.Set(FromNode(value), replaced, isJudged: true);

    /// <exception cref="ArgumentException">The values do not fit together.</exception>
    private TSettings FromNode(JsonNode value)
    {
        try
        {
            return Parse(RawJsonObject.Parse(JsonSerializer.SerializeToUtf8Bytes(value, SettingsJsonOptions.Default), _json.Contracts.Names));
        }
        catch (Exception unfit) when (unfit is not OutOfMemoryException)
        {
            throw new ArgumentException($"The settings '{Name}' cannot take this value. {unfit.Message}", nameof(value), unfit);
        }
    }

    /// <returns>Whether the value was changed.</returns>
    private bool MapReferences(JsonNode? value, Func<GuildReference, ulong?> map)
    {
        var isChanged = false;
        References.Map(_json.Root, value, Name, reference =>
        {
            var mapped = map(reference);
            isChanged |= mapped != reference.Id;
            return mapped;
        });
        return isChanged;
    }

    private JsonNode? DefaultsNode() => JsonNode.Parse(_json.Defaults.GetRawText());

    /// <summary>Without computed members.</summary>
    private JsonObject ToNode(TSettings settings)
    {
        var node = JsonNode.Parse(_json.Write(settings).GetRawText())!.AsObject();
        foreach (var name in node.Select(member => member.Key).Where(name => !_json.Stores(name)).ToList())
        {
            node.Remove(name);
        }

        return node;
    }
}
