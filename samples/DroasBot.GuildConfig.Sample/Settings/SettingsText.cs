using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DroasBot.GuildConfig.Sample.Settings;

/// <summary>Writes settings as JSON, with a margin in which a star marks what is not the default.</summary>
internal static class SettingsText
{
    private static readonly JsonSerializerOptions _options = new(JsonSerializerOptions.Default) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(JsonNode? value) => value?.ToJsonString(_options) ?? "null";

    public static void Write(TextWriter output, GuildConfigSnapshot snapshot, IReadOnlyList<GuildSettingsSection> sections)
    {
        var values = sections.ToDictionary(section => section.Name, section => snapshot.Read(section.Name));
        output.WriteLine($"guild {snapshot.GuildId}, revision {snapshot.Revision}; * differs from the default");
        output.WriteLine("  {");
        foreach (var section in sections)
        {
            Write(output, section.Name, values[section.Name], DefaultsOf(section), depth: 1, isLast: section == sections[^1]);
        }

        output.WriteLine("  }");
    }

    private static JsonObject DefaultsOf(GuildSettingsSection section)
        => new(section.Members.Select(member => (Parts: member.Path.Split('.'), member.Default)).Where(member => member.Parts.Length == 2)
            .Select(member => KeyValuePair.Create(member.Parts[1], member.Default)));

    private static void Write(TextWriter output, string name, JsonNode? value, JsonNode? standard, int depth, bool isLast)
    {
        var margin = (JsonNode.DeepEquals(value, standard) ? ' ' : '*') + new string(' ', 1 + (2 * depth));
        var end = isLast ? "" : ",";
        if (value is not JsonObject members)
        {
            output.WriteLine($"{margin}\"{name}\": {Of(value)}{end}");
            return;
        }

        output.WriteLine($"{margin}\"{name}\": {{");
        foreach (var (index, (memberName, member)) in members.Index())
        {
            Write(output, memberName, member, standard?[memberName], depth + 1, isLast: index == members.Count - 1);
        }

        output.WriteLine($" {margin.AsSpan(1)}}}{end}");
    }
}
