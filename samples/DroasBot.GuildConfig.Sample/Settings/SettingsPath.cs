using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using DroasBot.GuildConfig.Settings;

namespace DroasBot.GuildConfig.Sample.Settings;

/// <summary>Names a section, or a value in it, as in <c>moderation.warnLimit</c>; knows its type from the type of the section.</summary>
internal sealed class SettingsPath
{
    private static readonly JsonDocumentOptions _strict = new() { AllowDuplicateProperties = false };

    private readonly string _text;
    private readonly string[] _members;
    private readonly JsonTypeInfo _contract;
    private readonly bool _isNullable;

    private SettingsPath(SampleSection section, string text, string[] members, JsonTypeInfo contract, bool isNullable)
    {
        Section = section;
        _text = text;
        _members = members;
        _contract = contract;
        _isNullable = isNullable;
    }

    public SampleSection Section { get; }

    /// <exception cref="ArgumentException">There is no such section or member.</exception>
    public static SettingsPath Parse(string text)
    {
        var names = text.Split('.');
        var section = SampleSection.Find(names[0]);
        return names.Skip(1).Aggregate(
            new SettingsPath(section, section.Name, [], section.Contract, isNullable: false), (path, name) => path.Member(name));
    }

    public JsonNode? Read(JsonObject section) => _members.Aggregate((JsonNode?)section, (value, member) => value?[member]);

    public void Write(GuildConfigEditor editor, JsonNode? value)
    {
        // A section that is replaced is not read first: so one that cannot be read can be repaired.
        Section.Write(editor, _members.Length == 0 ? value! : Replace(Section.Read(editor), _members, value?.DeepClone()));
    }

    /// <summary>Reads what was typed: JSON, or a bare word for what JSON would have in quotes.</summary>
    /// <exception cref="ArgumentException">It is not of the type of this value.</exception>
    public JsonNode? ParseValue(string typed)
    {
        JsonNode? value;
        try
        {
            value = JsonNode.Parse(typed, documentOptions: _strict);
        }
        catch (JsonException)
        {
            value = JsonValue.Create(typed);
        }

        ThrowIfUnfit(value);
        return value;
    }

    private static JsonObject Replace(JsonObject whole, ReadOnlySpan<string> members, JsonNode? value)
    {
        whole[members[0]] = members.Length == 1 ? value : Replace(whole[members[0]]?.AsObject() ?? [], members[1..], value);
        return whole;
    }

    private SettingsPath Member(string name)
    {
        var members = _contract.Properties;
        var member = members.FirstOrDefault(member => member.Name == name)
            ?? throw new ArgumentException(members.Count == 0
                ? $"'{_text}' has no members: it is {ExpectedValue.Of(_contract, _isNullable)}."
                : $"'{_text}' has no member '{name}'; it has {ExpectedValue.MembersOf(_contract)}.");
        return new SettingsPath(
            Section, $"{_text}.{name}", [.. _members, name], SettingsJson.Options.GetTypeInfo(member.PropertyType), member.IsSetNullable);
    }

    /// <summary>The serializer would also take several names, and make one value of them.</summary>
    private bool IsOneName(JsonNode value)
        => value.GetValueKind() == JsonValueKind.String && Enum.GetNames(_contract.Type).Contains(value.GetValue<string>(), StringComparer.OrdinalIgnoreCase);

    private void ThrowIfUnfit(JsonNode? value)
    {
        if (_contract.Kind == JsonTypeInfoKind.Object && value is JsonObject members)
        {
            foreach (var (name, inner) in members)
            {
                Member(name).ThrowIfUnfit(inner);
            }
        }

        try
        {
            if (value is null ? _isNullable : !_contract.Type.IsEnum || IsOneName(value))
            {
                value.Deserialize(_contract);
                return;
            }
        }
        catch (JsonException)
        {
            // Told below, in terms of what is expected.
        }

        throw new ArgumentException($"'{_text}' takes {ExpectedValue.Of(_contract, _isNullable)}, not {SettingsJson.Text(value)}.");
    }
}
