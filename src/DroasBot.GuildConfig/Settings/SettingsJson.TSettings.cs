using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>Converts the settings of one type to JSON members and back, relative to their defaults.</summary>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal sealed class SettingsJson<TSettings>
    where TSettings : class, new()
{
    private readonly JsonTypeInfo<TSettings> _contract;
    private readonly SettingsFidelity _fidelity;

    /// <exception cref="ArgumentException">The type is not written as a JSON object with a member per property, or the defaults do not survive a round trip.</exception>
    public SettingsJson(JsonTypeInfo<TSettings>? contract, Func<TSettings> defaults)
    {
        var options = SettingsJsonOptions.WithoutLossOf(typeof(TSettings), contract?.Options ?? SettingsJsonOptions.Default);
        _contract = (JsonTypeInfo<TSettings>)options.GetTypeInfo(typeof(TSettings));
        if (_contract.Kind != JsonTypeInfoKind.Object)
        {
            throw new ArgumentException($"{typeof(TSettings)} is not written as a JSON object with a member for each property.");
        }

        Contracts = new TypeContracts(options);
        Root = Contracts.Of(typeof(TSettings));
        _fidelity = new SettingsFidelity(Contracts);
        if (Root.Find(SectionVersion.VersionMember) is not null)
        {
            throw new ArgumentException($"{typeof(TSettings)} has a member with the JSON name '{SectionVersion.VersionMember}', which is reserved for the schema version.");
        }

        Defaults = WriteDefaults(defaults);
    }

    /// <summary>Gets the contracts of all types in the settings.</summary>
    public TypeContracts Contracts { get; }

    /// <summary>Gets the contract of the settings' own type.</summary>
    public TypeContract Root { get; }

    /// <summary>Gets the defaults, in which every member is present.</summary>
    public JsonElement Defaults { get; }

    public JsonElement Write(TSettings value) => JsonSerializer.SerializeToElement(value, _contract);

    /// <summary>Gets the settings, with stored members replacing the defaults.</summary>
    /// <param name="stored">The section; members that are set aside are ignored.</param>
    /// <param name="setAside">The result of <see cref="FindSetAside"/> for it.</param>
    /// <param name="held">Members that replace the defaults.</param>
    public TSettings Read(RawJsonObject stored, IReadOnlyList<SetAsideMember> setAside, RawJsonObject? held = null)
    {
        var buffer = new ArrayBufferWriter<byte>(stored.Utf8.Length + 256);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            WriteOverDefaults(writer, setAside.Count == 0 ? stored : RawJsonObject.Parse(StoredTextScan.Without(stored.Utf8, setAside), Contracts.Names), held);
        }

        return JsonSerializer.Deserialize(buffer.WrittenSpan, _contract)
            ?? throw new JsonException($"It was read as null, not as {typeof(TSettings)}.");
    }

    /// <summary>Finds stored members that cannot be used, but are not damage.</summary>
    /// <exception cref="JsonException">A member is damaged.</exception>
    public IReadOnlyList<SetAsideMember> FindSetAside(RawJsonObject stored) => StoredTextScan.Find(Contracts, Root, stored);

    /// <summary>Gets the path of a member that differs between a value and the value read back; <see langword="null"/> if none does.</summary>
    public string? FindLoss(TSettings given, TSettings read) => _fidelity.FindLoss(given, read);

    /// <summary>Whether a member is part of the settings. Others belong to another version of the host, or are computed.</summary>
    public bool Stores(string member) => Root.Find(member) is not null || (Root.TakesAnyMember && member != SectionVersion.VersionMember);

    private JsonElement WriteDefaults(Func<TSettings> make)
    {
        var (given, again) = (Make(make), Make(make));
        var (written, writtenAgain) = (WriteDefault(given), WriteDefault(again));
        foreach (var member in written.EnumerateObject())
        {
            if (Stores(member.Name) && !(writtenAgain.TryGetProperty(member.Name, out var other) && JsonElement.DeepEquals(member.Value, other)))
            {
                throw new ArgumentException($"The default of its member '{member.Name}' is different each time, and is never stored. Give it a constant default, or none, and set it when the guild first needs it.");
            }
        }

        var read = JsonSerializer.Deserialize(JsonMarshal.GetRawUtf8Value(written), _contract)
            ?? throw new ArgumentException("Its defaults are read as null.");
        return FindLoss(given, read) is { } lost
            ? throw new ArgumentException($"The default of its member '{lost}' does not survive being written as JSON and read again. Give it a type that does, a converter, or [JsonIgnore].")
            : written;
    }

    /// <summary>Names the member that cannot be written, which the serializer does not do. A member's own converter reports its fault itself.</summary>
    private JsonElement WriteDefault(TSettings defaults)
    {
        try
        {
            return Write(defaults);
        }
        catch (Exception unfit) when (unfit is not OutOfMemoryException)
        {
            throw Root.Members.FirstOrDefault(member => !member.HasOwnConverter && !IsWritable(member, defaults)) is { } culprit
                ? new ArgumentException($"The default of its member '{culprit.Name}' cannot be written as JSON. Give it a type that can, a converter, or [JsonIgnore]. ({unfit.Message})", unfit)
                : new ArgumentException($"Its defaults cannot be written as JSON. {unfit.Message}", unfit);
        }
    }

    private bool IsWritable(MemberContract member, TSettings defaults)
    {
        try
        {
            _ = JsonSerializer.SerializeToUtf8Bytes(member.Get(defaults), Contracts.Options.GetTypeInfo(member.Json.PropertyType));
            return true;
        }
        catch (Exception unfit) when (unfit is not OutOfMemoryException)
        {
            return false;
        }
    }

    private static TSettings Make(Func<TSettings> make)
        => make() ?? throw new ArgumentException($"The factory of the defaults of {typeof(TSettings)} returned null.");

    private void WriteOverDefaults(Utf8JsonWriter writer, RawJsonObject stored, RawJsonObject? held)
    {
        writer.WriteStartObject();
        foreach (var member in Defaults.EnumerateObject())
        {
            if (Stores(member.Name) && !stored.TryGet(member.Name, out _) && held?.TryGet(member.Name, out _) != true)
            {
                Write(writer, member.Name, JsonMarshal.GetRawUtf8Value(member.Value));
            }
        }

        foreach (var name in held?.Names ?? [])
        {
            if (Stores(name) && !stored.TryGet(name, out _) && held!.TryGet(name, out var value))
            {
                Write(writer, name, value.Span);
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
