using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DroasBot.GuildConfig.Settings;

/// <summary>Writes integers of 64 bits and more as strings, since JavaScript silently rounds such numbers, and reads strings and numbers.</summary>
internal sealed class WholeNumberConverter<TNumber> : JsonConverter<TNumber>
    where TNumber : struct, IBinaryInteger<TNumber>
{
    public override TNumber Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => reader.TokenType is JsonTokenType.Number or JsonTokenType.String
            ? Parse(ref reader)
            : throw new JsonException($"It is not a whole number, but of the kind {reader.TokenType}.");

    public override TNumber ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(ref reader);

    public override void Write(Utf8JsonWriter writer, TNumber value, JsonSerializerOptions options) => writer.WriteStringValue(Text(value));

    public override void WriteAsPropertyName(Utf8JsonWriter writer, TNumber value, JsonSerializerOptions options) => writer.WritePropertyName(Text(value));

    private static string Text(TNumber value) => value.ToString(null, CultureInfo.InvariantCulture);

    private static TNumber Parse(ref Utf8JsonReader reader)
    {
        var isParsed = reader is { HasValueSequence: false, ValueIsEscaped: false }
            ? TNumber.TryParse(reader.ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            : TNumber.TryParse(reader.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
        return isParsed ? value : throw new JsonException($"It is not a whole number from {TNumber.CreateSaturating(Int128.MinValue)} to {TNumber.CreateSaturating(UInt128.MaxValue)}.");
    }
}
