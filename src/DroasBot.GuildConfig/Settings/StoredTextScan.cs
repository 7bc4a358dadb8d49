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
    private readonly TypeContracts _contracts;
    private readonly ReadOnlyMemory<byte> _text;
    private List<SetAsideMember>? _setAside;

    private StoredTextScan(TypeContracts contracts, ReadOnlyMemory<byte> text)
    {
        _contracts = contracts;
        _text = text;
    }

    /// <summary>Finds the members to set aside.</summary>
    /// <exception cref="JsonException">A name differs from a known member's only in case, or a number is out of the range of the member's type.</exception>
    public static IReadOnlyList<SetAsideMember> Find(TypeContracts contracts, TypeContract root, ReadOnlyMemory<byte> text)
    {
        var scan = new StoredTextScan(contracts, text);
        var reader = new Utf8JsonReader(text.Span, RawJsonObject.AnyDepth);
        _ = reader.Read();
        _ = scan.Visit(ref reader, root, path: "");
        return scan._setAside ?? (IReadOnlyList<SetAsideMember>)[];
    }

    /// <summary>Gets the text without the members that were set aside.</summary>
    public static ReadOnlyMemory<byte> Without(ReadOnlyMemory<byte> text, IReadOnlyList<SetAsideMember> setAside)
    {
        if (setAside.Count == 0)
        {
            return text;
        }

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

    /// <summary>Scans the value at the reader's position, and moves the reader to its end.</summary>
    /// <returns>Why the containing member must be set aside; <see langword="null"/> if it need not be.</returns>
    private string? Visit(ref Utf8JsonReader reader, TypeContract contract, string path)
    {
        if (reader.CurrentDepth > _contracts.MaxDepth)
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
                reader.Skip();
                return null;
        }
    }

    private void VisitObject(ref Utf8JsonReader reader, TypeContract contract, string path)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = FindMember(ref reader, contract, path);
            _ = reader.Read();
            if (member is null)
            {
                reader.Skip();
                continue;
            }

            var start = (int)reader.TokenStartIndex;
            var memberPath = SettingsPath.Append(path, member.Name);
            var reason = reader.TokenType == JsonTokenType.Null && !member.AllowsNull ? "is null, which it must not be"
                : member.Json.CustomConverter is not null && !member.Value.Type.IsEnum ? Skip(ref reader)
                : Visit(ref reader, member.Value, memberPath);
            if (reason is not null)
            {
                (_setAside ??= []).Add(new SetAsideMember(start, memberPath, reason));
            }
        }
    }

    private static string? Skip(ref Utf8JsonReader reader)
    {
        reader.Skip();
        return null;
    }

    private static MemberContract? FindMember(ref Utf8JsonReader reader, TypeContract contract, string path)
    {
        if (reader.ValueIsEscaped && reader.ValueSpan.IndexOf("\\u"u8) is >= 0 and var escape && reader.ValueSpan[escape + 2] is (byte)'d' or (byte)'D')
        {
            // It may have an unpaired surrogate, so it is not a string; no member has such a name.
            return null;
        }

        var name = reader.GetString()!;
        return contract.Find(name)
            ?? (contract.FindMeant(name) is { } meant
                ? throw new JsonException($"It has a member {QuotedText.Of(SettingsPath.Append(path, name))}, which is unknown; {QuotedText.Of(SettingsPath.Append(path, meant.Name))} differs from it only in case.")
                : null);
    }

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
