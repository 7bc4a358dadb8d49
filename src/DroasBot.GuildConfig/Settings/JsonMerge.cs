using System.Runtime.InteropServices;
using System.Text.Json;

namespace DroasBot.GuildConfig.Settings;

/// <summary>Makes a change of values in stored text, leaving alone what the change does not concern.</summary>
internal static class JsonMerge
{
    /// <summary>
    /// Gives the stored text with what differs between two values of it. Members that only the text has belong to another version of the host,
    /// which knows them, and stay; so do the bytes of members that do not differ.
    /// </summary>
    public static ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> stored, JsonElement before, JsonElement after)
    {
        if (before.ValueKind != JsonValueKind.Object || after.ValueKind != JsonValueKind.Object || !IsObject(stored))
        {
            return Text(after);
        }

        var text = RawJsonObject.Parse(stored);
        foreach (var member in before.EnumerateObject())
        {
            text = after.TryGetProperty(member.Name, out _) ? text : text.Without(member.Name);
        }

        foreach (var member in after.EnumerateObject())
        {
            text = Apply(text, member, before.TryGetProperty(member.Name, out var old) ? old : default);
        }

        return text.Utf8;
    }

    public static ReadOnlyMemory<byte> Text(JsonElement value) => JsonMarshal.GetRawUtf8Value(value).ToArray();

    private static RawJsonObject Apply(RawJsonObject text, JsonProperty member, JsonElement before)
        => before.ValueKind == JsonValueKind.Undefined ? text.With(member.Name, JsonMarshal.GetRawUtf8Value(member.Value))
            : JsonElement.DeepEquals(before, member.Value) ? text
            : text.TryGet(member.Name, out var stored) ? text.With(member.Name, Apply(stored, before, member.Value).Span)
            : text.With(member.Name, JsonMarshal.GetRawUtf8Value(member.Value));

    private static bool IsObject(ReadOnlyMemory<byte> value) => value.Span is [(byte)'{', ..];
}
