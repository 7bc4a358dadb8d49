using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>Turns the settings of one type into JSON members and back, over their defaults.</summary>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal sealed class SettingsJson<TSettings>
    where TSettings : class, new()
{
    private readonly JsonTypeInfo<TSettings> _contract;
    private readonly HashSet<string> _members;
    private readonly bool _takesAnyMember;

    /// <exception cref="ArgumentException">The type is not written as a JSON object with members of its own.</exception>
    public SettingsJson(JsonTypeInfo<TSettings>? contract, Func<TSettings> defaults)
    {
        var options = SettingsJsonOptions.WithoutLossOf(typeof(TSettings), contract?.Options ?? SettingsJsonOptions.Default);
        _contract = (JsonTypeInfo<TSettings>)options.GetTypeInfo(typeof(TSettings));
        if (_contract.Kind != JsonTypeInfoKind.Object)
        {
            throw new ArgumentException($"{typeof(TSettings)} is not written as a JSON object with a member for each property.");
        }

        Names = options.PropertyNameCaseInsensitive ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        _members = _contract.Properties.Where(IsStored).Select(member => member.Name).ToHashSet(Names);
        _takesAnyMember = _contract.Properties.Any(member => member.IsExtensionData);
        if (_members.Contains(SettingsSchema.VersionMember))
        {
            throw new ArgumentException($"{typeof(TSettings)} has a member with the JSON name '{SettingsSchema.VersionMember}', which is reserved for the schema version.");
        }

        Defaults = Write(defaults() ?? throw new ArgumentException($"The factory of the defaults of {typeof(TSettings)} gave null."));
    }

    /// <summary>Gets how names of members are compared.</summary>
    public StringComparer Names { get; }

    /// <summary>Gets the defaults, in which every member is present.</summary>
    public JsonElement Defaults { get; }

    public JsonElement Write(TSettings value) => JsonSerializer.SerializeToElement(value, _contract);

    /// <summary>Gives the settings in which the stored members replace those of the defaults.</summary>
    public TSettings Read(RawJsonObject stored)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            WriteOverDefaults(writer, stored);
        }

        return JsonSerializer.Deserialize(buffer.WrittenSpan, _contract)
            ?? throw new JsonException($"It was read as null, not as {typeof(TSettings)}.");
    }

    /// <summary>Says whether a member is part of the settings. One that is not belongs to another version of the host, or is computed.</summary>
    public bool Stores(string member) => _members.Contains(member) || (_takesAnyMember && member != SettingsSchema.VersionMember);

    private static bool IsStored(JsonPropertyInfo member)
        => member.Get is not null && (member.Set is not null || member.AssociatedParameter is not null) && !member.IsExtensionData;

    private void WriteOverDefaults(Utf8JsonWriter writer, RawJsonObject stored)
    {
        writer.WriteStartObject();
        foreach (var member in Defaults.EnumerateObject())
        {
            if (Stores(member.Name) && !stored.TryGet(member.Name, out _))
            {
                Write(writer, member.Name, JsonMarshal.GetRawUtf8Value(member.Value));
            }
        }

        foreach (var name in stored.Names)
        {
            if (Stores(name) && stored.TryGet(name, out var value))
            {
                Write(writer, name, value.Span);
            }
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, ReadOnlySpan<byte> value)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(value, skipInputValidation: true);
    }
}
