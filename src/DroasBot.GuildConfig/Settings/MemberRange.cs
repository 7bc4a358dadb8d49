using System.ComponentModel.DataAnnotations;
using System.Globalization;
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

    public static Int128 ToInteger(object bound, Int128 otherwise)
        => bound switch
        {
            int number => number,
            double number when double.IsFinite(number) => (Int128)Math.Clamp(number, -1e37, 1e37),
            string text when Int128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
            IConvertible other when Int128.TryParse(other.ToString(CultureInfo.InvariantCulture), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
            _ => otherwise,
        };
}
