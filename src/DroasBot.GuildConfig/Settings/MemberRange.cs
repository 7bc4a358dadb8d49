using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;

namespace DroasBot.GuildConfig.Settings;

/// <summary>The bounds of a <see cref="RangeAttribute"/>, which are numbers, or text for the type to parse.</summary>
internal static class MemberRange
{
    public static JsonNode? ToJson(object bound)
        => bound switch
        {
            int number => JsonValue.Create(number),
            double number when double.IsFinite(number) => JsonValue.Create(number),
            string text when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
            string text => JsonValue.Create(text),
            IFormattable other => JsonValue.Create(other.ToString(null, CultureInfo.InvariantCulture)),
            _ => null,
        };

    public static BigInteger ToInteger(object bound, BigInteger otherwise)
        => bound switch
        {
            int number => number,
            double number when double.IsFinite(number) => new BigInteger(number),
            string text when BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
            IConvertible other when BigInteger.TryParse(other.ToString(CultureInfo.InvariantCulture), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
            _ => otherwise,
        };
}
