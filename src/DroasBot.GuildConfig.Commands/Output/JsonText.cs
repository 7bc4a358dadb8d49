using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DroasBot.GuildConfig.Commands.Output;

/// <summary>Writes JSON on one line, readable in every language, emoji included.</summary>
internal static partial class JsonText
{
    private static readonly JsonSerializerOptions _options = new(JsonSerializerOptions.Default) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = int.MaxValue };

    public static string Of(JsonNode? value)
        => value is null ? "null" : EscapedPair().Replace(value.ToJsonString(_options), static pair => $"{Character(pair.Groups["high"])}{Character(pair.Groups["low"])}");

    private static char Character(Group digits) => (char)int.Parse(digits.ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>The framework's encoders escape every character outside the basic multilingual plane. An escaped backslash does not begin such a pair.</summary>
    [GeneratedRegex(@"(?<=(?<!\\)(?:\\\\)*)\\u(?<high>d[89ab][0-9a-f]{2})\\u(?<low>d[c-f][0-9a-f]{2})", RegexOptions.IgnoreCase)]
    private static partial Regex EscapedPair();
}
