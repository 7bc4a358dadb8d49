using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Settings;

/// <summary>Scans a section's text for faults that deserialization would ignore, and for values that it would refuse although a newer version of the host wrote them.</summary>
[RequiresUnreferencedCode(Untrimmable.Settings)]
[RequiresDynamicCode(Untrimmable.Settings)]
internal sealed class StoredTextScan
{
    /// <summary>A member's value is scanned without the object that contains it.</summary>
    private const int DepthOfMembers = 1;

    private readonly TypeContracts _contracts;
    private readonly ReadOnlyMemory<byte> _text;
    private readonly int _start;
    private readonly List<SetAsideMember> _setAside;

    private StoredTextScan(TypeContracts contracts, ReadOnlyMemory<byte> text, int start, List<SetAsideMember> setAside)
    {
        _contracts = contracts;
        _text = text;
        _start = start;
        _setAside = setAside;
    }

    /// <summary>Finds the members to set aside. Values in which there is nothing to find are not read.</summary>
    /// <exception cref="JsonException">A name differs from a known member's only in case, or a number is out of the range of the member's type.</exception>
    public static IReadOnlyList<SetAsideMember> Find(TypeContracts contracts, TypeContract root, RawJsonObject section)
    {
        var setAside = new List<SetAsideMember>();
        foreach (var (name, place) in section.Members)
        {
            if (FindMember(name, root, path: "") is { } member)
            {
                var value = section.Utf8[place.ValueStart..place.End];
                var reader = new Utf8JsonReader(value.Span, RawJsonObject.AnyDepth);
                _ = reader.Read();
                new StoredTextScan(contracts, value, place.ValueStart, setAside).VisitMember(ref reader, member, SettingsPath.Append("", member.Name));
            }
        }

        return setAside;
    }

    /// <summary>Gets the text without the members that were set aside.</summary>
    public static ReadOnlyMemory<byte> Without(ReadOnlyMemory<byte> text, IReadOnlyList<SetAsideMember> setAside)
    {
        var starts = setAside.Select(member => member.ValueStart).ToHashSet();
        var output = new ArrayBufferWriter<byte>(text.Length);
        using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true, MaxDepth = int.MaxValue }))
        {
            var reader = new Utf8JsonReader(text.Span, RawJsonObject.AnyDepth);
            while (reader.Read())
            {
                Copy(ref reader, text, writer, starts);
            }
        }

        return output.WrittenMemory;
    }

    private static void Copy(ref Utf8JsonReader reader, ReadOnlyMemory<byte> text, Utf8JsonWriter writer, HashSet<int> starts)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                writer.WriteStartObject();
                break;
            case JsonTokenType.EndObject:
                writer.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                writer.WriteStartArray();
                break;
            case JsonTokenType.EndArray:
                writer.WriteEndArray();
                break;
            case JsonTokenType.PropertyName:
                var name = reader;
                _ = reader.Read();
                if (starts.Contains((int)reader.TokenStartIndex))
                {
                    reader.Skip();
                    break;
                }

                WriteName(writer, ref name);
                Copy(ref reader, text, writer, starts);
                break;
            default:
                writer.WriteRawValue(text.Span[(int)reader.TokenStartIndex..(int)reader.BytesConsumed], skipInputValidation: true);
                break;
        }
    }

    private static void WriteName(Utf8JsonWriter writer, ref Utf8JsonReader name)
    {
        try
        {
            writer.WritePropertyName(name.GetString()!);
        }
        catch (InvalidOperationException)
        {
            // An unpaired surrogate: no member of any type has such a name, so replacing it does no harm.
            writer.WritePropertyName(Encoding.UTF8.GetString(name.ValueSpan));
        }
    }

    /// <summary>Scans the value at the reader's position. It moves the reader at most to the value's end.</summary>
    /// <returns>Why the containing member must be set aside; <see langword="null"/> if it need not be.</returns>
    private string? Visit(ref Utf8JsonReader reader, TypeContract contract, string path)
    {
        if (reader.CurrentDepth + DepthOfMembers > _contracts.MaxDepth)
        {
            throw new JsonException($"It is nested deeper than {_contracts.MaxDepth} levels.");
        }

        switch (reader.TokenType, contract.Kind)
        {
            case (JsonTokenType.StartObject, JsonTypeInfoKind.Object):
                VisitObject(ref reader, contract, path);
                return null;
            case (JsonTokenType.StartObject, JsonTypeInfoKind.Dictionary) when contract.NeedsScan:
                return VisitDictionary(ref reader, contract, path);
            case (JsonTokenType.StartArray, JsonTypeInfoKind.Enumerable) when contract.NeedsScan:
                return VisitList(ref reader, contract, path);
            case (JsonTokenType.String, _) when contract.Type.IsEnum:
                return FindUnknown(contract, _text[(int)reader.TokenStartIndex..(int)reader.BytesConsumed]);
            case (JsonTokenType.Number, _):
                ThrowIfInfinite(ref reader, contract.Type, path);
                return null;
            default:
                return null;
        }
    }

    private void VisitObject(ref Utf8JsonReader reader, TypeContract contract, string path)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = FindMember(RawJsonObject.TextOf(ref reader), contract, path);
            _ = reader.Read();
            if (member is not null)
            {
                VisitMember(ref reader, member, SettingsPath.Append(path, member.Name));
            }

            reader.Skip();
        }
    }

    private void VisitMember(ref Utf8JsonReader reader, MemberContract member, string path)
    {
        var start = _start + (int)reader.TokenStartIndex;
        var reason = reader.TokenType == JsonTokenType.Null && !member.AllowsNull ? "is null, which it must not be"
            : member.HasOwnConverter && !member.Value.Type.IsEnum ? null
            : Visit(ref reader, member.Value, path);
        if (reason is not null)
        {
            _setAside.Add(new SetAsideMember(start, path, reason));
        }
    }

    private static MemberContract? FindMember(string name, TypeContract contract, string path)
        => contract.Find(name)
            ?? (contract.FindMeant(name) is { } meant
                ? throw new JsonException($"It has a member {QuotedText.Of(SettingsPath.Append(path, name))}, which is unknown; {QuotedText.Of(SettingsPath.Append(path, meant.Name))} differs from it only in case.")
                : null);

    private string? VisitDictionary(ref Utf8JsonReader reader, TypeContract contract, string path)
    {
        string? reason = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            reason ??= contract.Key!.Type.IsEnum
                ? FindUnknown(contract.Key, _text[(int)reader.TokenStartIndex..((int)reader.TokenStartIndex + reader.ValueSpan.Length + 2)])
                : null;
            var key = reader.ValueIsEscaped ? "..." : Encoding.UTF8.GetString(reader.ValueSpan);
            _ = reader.Read();
            var inside = Visit(ref reader, contract.Item!, SettingsPath.Append(path, key));
            reader.Skip();
            reason ??= inside;
        }

        return reason;
    }

    private string? VisitList(ref Utf8JsonReader reader, TypeContract contract, string path)
    {
        string? reason = null;
        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            var inside = Visit(ref reader, contract.Item!, SettingsPath.Append(path, index.ToString(CultureInfo.InvariantCulture)));
            reader.Skip();
            reason ??= inside;
        }

        return reason;
    }

    /// <summary>A name that this version of an enum lacks is assumed to be from a newer version.</summary>
    private static string? FindUnknown(TypeContract contract, ReadOnlyMemory<byte> value)
    {
        try
        {
            _ = JsonSerializer.Deserialize(value.Span, contract.Json);
            return null;
        }
        catch (Exception unknown) when (unknown is JsonException or InvalidOperationException or ArgumentException)
        {
            return $"has the unknown value {QuotedText.Of(Encoding.UTF8.GetString(value.Span))}";
        }
    }

    private static void ThrowIfInfinite(ref Utf8JsonReader reader, Type type, string path)
    {
        var isFinite = type == typeof(double) ? reader.TryGetDouble(out var number) && double.IsFinite(number)
            : type == typeof(float) ? reader.TryGetSingle(out var single) && float.IsFinite(single)
            : type != typeof(Half) || (reader.TryGetDouble(out var half) && Half.IsFinite((Half)half));
        if (!isFinite)
        {
            throw new JsonException($"The number of {QuotedText.Of(path)} is too large for a {type.Name}, and could never be written.");
        }
    }
}
