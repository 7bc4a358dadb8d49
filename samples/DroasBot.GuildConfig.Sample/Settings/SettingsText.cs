using System.Text.Json.Nodes;
using DroasBot.GuildConfig.Settings;

namespace DroasBot.GuildConfig.Sample.Settings;

/// <summary>Writes settings as JSON, with a margin in which a star marks what is not the default.</summary>
internal static class SettingsText
{
    public static void Write(TextWriter output, GuildConfigSnapshot snapshot, IReadOnlyList<SampleSection> sections)
    {
        var values = sections.ToDictionary(section => section.Name, section => section.Read(snapshot));
        output.WriteLine($"guild {snapshot.GuildId}, revision {snapshot.Revision}; * differs from the default");
        output.WriteLine("  {");
        foreach (var section in sections)
        {
            Write(output, section.Name, values[section.Name], section.Defaults, depth: 1, isLast: section == sections[^1]);
        }

        output.WriteLine("  }");
    }

    private static void Write(TextWriter output, string name, JsonNode? value, JsonNode? standard, int depth, bool isLast)
    {
        var margin = (JsonNode.DeepEquals(value, standard) ? ' ' : '*') + new string(' ', 1 + (2 * depth));
        var end = isLast ? "" : ",";
        if (value is not JsonObject members)
        {
            output.WriteLine($"{margin}\"{name}\": {SettingsJson.Text(value)}{end}");
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
