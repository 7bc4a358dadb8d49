using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>The target of a path: a section, a member, a list item, or a dictionary value; and its contract.</summary>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal sealed class SettingsTarget
{
    private const string Appended = "-";
    private const string PathParameter = "path";

    private readonly IReadOnlyList<string> _parts;
    private readonly IReadOnlyList<TypeContract> _contracts;

    private SettingsTarget(string path, IReadOnlyList<string> parts, IReadOnlyList<TypeContract> contracts, bool allowsNull, MemberContract? member)
    {
        Path = path;
        _parts = parts;
        _contracts = contracts;
        AllowsNull = allowsNull;
        Member = member;
    }

    public string Path { get; }

    public TypeContract Contract => _contracts[^1];

    public bool AllowsNull { get; }

    /// <summary>Gets the target's member, if it is a member of an object; otherwise <see langword="null"/>.</summary>
    public MemberContract? Member { get; }

    public bool IsSection => _parts.Count == 0;

    /// <summary>Gets the target's name, if it is a direct member of the section; otherwise none.</summary>
    public IReadOnlyCollection<string> DirectMembers => _parts.Count == 1 ? [_parts[0]] : [];

    /// <summary>Finds the target of a path.</summary>
    /// <param name="root">The type of the section.</param>
    /// <param name="path">A path whose first part is the section.</param>
    /// <exception cref="ArgumentException">There is no such member, index or key.</exception>
    public static SettingsTarget Find(TypeContract root, string path)
    {
        var parts = SettingsPath.Split(path);
        return parts.Skip(1).Aggregate(new SettingsTarget(SettingsPath.Append("", parts[0]), [], [root], allowsNull: false, member: null), (target, part) => target.Inside(part));
    }

    /// <summary>Finds the value in the section; returns whether it exists.</summary>
    public bool TryRead(JsonNode? section, out JsonNode? value)
    {
        value = section;
        foreach (var part in _parts)
        {
            if (value is JsonObject members && members.TryGetPropertyValue(part, out var inner))
            {
                value = inner;
            }
            else if (value is JsonArray items && SettingsPath.TryIndex(part, out var index) && index < items.Count)
            {
                value = items[index];
            }
            else
            {
                value = null;
                return false;
            }
        }

        return true;
    }

    /// <summary>Sets the value. Objects on the path that are null are created.</summary>
    /// <exception cref="ArgumentException">A list on the path does not have the index.</exception>
    public void Write(JsonObject section, JsonNode? value)
    {
        JsonNode owner = section;
        for (var i = 0; i < _parts.Count - 1; i++)
        {
            var child = Child(owner, _parts[i]);
            if (child is null)
            {
                child = _contracts[i + 1].Kind == JsonTypeInfoKind.Enumerable ? new JsonArray() : new JsonObject();
                Put(owner, _parts[i], child);
            }

            owner = child;
        }

        Put(owner, _parts[^1], value);
    }

    /// <summary>Removes the value from its list or dictionary.</summary>
    public void Remove(JsonNode? section)
    {
        var owner = _parts.SkipLast(1).Aggregate(section, (value, part) => value is null ? null : Child(value, part));
        switch (owner)
        {
            case JsonObject members:
                members.Remove(_parts[^1]);
                break;
            case JsonArray items when SettingsPath.TryIndex(_parts[^1], out var index) && index < items.Count:
                items.RemoveAt(index);
                break;
        }
    }

    public static string NoSuchMember(string path, TypeContract contract, string name)
        => $"{QuotedText.Of(path)} has no member {QuotedText.Of(name)}; it has {ExpectedValue.MembersOf(contract)}.";

    public static string NoSuchKey(string path, TypeContract dictionary, string key)
        => $"{QuotedText.Of(path)} has {ExpectedValue.Of(dictionary.Key!, allowsNull: false)} for a key, not {QuotedText.Of(key)}.";

    /// <summary>Gets a key of a dictionary in its JSON form, if the dictionary can have it.</summary>
    public static bool TryFindKey(TypeContract dictionary, string key, [NotNullWhen(true)] out string? found)
    {
        var contract = dictionary.Key!;
        try
        {
            var text = JsonSerializer.SerializeToUtf8Bytes(key, SettingsJsonOptions.Default);
            var written = JsonSerializer.SerializeToElement(JsonSerializer.Deserialize(text, contract.Json), contract.Json);
            if (!contract.Type.IsEnum || Choices.Find(contract, key, StringComparison.Ordinal) is not null)
            {
                found = written.ValueKind == JsonValueKind.String ? written.GetString()! : written.GetRawText();
                return true;
            }
        }
        catch (Exception unfit) when (unfit is not OutOfMemoryException)
        {
            // The caller reports what is expected.
        }

        found = null;
        return false;
    }

    private static ArgumentException NoSuchPath(string message, string parameterName) => new(message, parameterName);

    private SettingsTarget Inside(string part)
    {
        if (Contract.Kind == JsonTypeInfoKind.Object)
        {
            var member = Contract.Find(part) ?? throw NoSuchPath(NoSuchMember(Path, Contract, part), PathParameter);
            return With(member.Name, member.Value, member.AllowsNull, member);
        }

        if (Contract.Kind == JsonTypeInfoKind.Dictionary)
        {
            return With(TryFindKey(Contract, part, out var key) ? key : throw NoSuchPath(NoSuchKey(Path, Contract, part), PathParameter), Contract.Item!, ValueCheck.MayBeNull(Contract.Item!, Contract.ItemType!, Member), member: null);
        }

        return Contract.Kind != JsonTypeInfoKind.Enumerable
            ? throw NoSuchPath($"{QuotedText.Of(Path)} has no members: it is {ExpectedValue.Of(Contract, AllowsNull)}.", PathParameter)
            : part == Appended || SettingsPath.TryIndex(part, out _)
                ? With(part, Contract.Item!, ValueCheck.MayBeNull(Contract.Item!, Contract.ItemType!, Member), member: null)
                : throw NoSuchPath($"{QuotedText.Of(Path)} is a list: it takes an index from 0, or - for one more, not {QuotedText.Of(part)}.", PathParameter);
    }

    private SettingsTarget With(string part, TypeContract contract, bool allowsNull, MemberContract? member)
        => new(SettingsPath.Append(Path, part), [.. _parts, part], [.. _contracts, contract], allowsNull, member);

    private static JsonNode? Child(JsonNode owner, string part)
        => owner is JsonObject members ? members[part] : owner is JsonArray items && SettingsPath.TryIndex(part, out var index) && index < items.Count ? items[index] : null;

    private void Put(JsonNode owner, string part, JsonNode? value)
    {
        if (owner is JsonObject members)
        {
            members[part] = value;
            return;
        }

        var items = (JsonArray)owner;
        if (part == Appended)
        {
            items.Add(value);
        }
        else if (SettingsPath.TryIndex(part, out var index) && index < items.Count)
        {
            items[index] = value;
        }
        else
        {
            throw NoSuchPath($"{QuotedText.Of(Path)} does not exist: the list has {items.Count} items, with indices from 0. Use - for one more.", PathParameter);
        }
    }
}
