using System.Text.Json.Nodes;
using DroasBot.GuildConfig.Commands.Output;
using DroasBot.GuildConfig.Settings;

namespace DroasBot.GuildConfig.Commands.Settings;

/// <summary>The settings of a guild as JSON, with a star in the margin for values that differ from the default, and labels where they are known.</summary>
/// <param name="guild">The guild.</param>
/// <param name="sections">The registered sections.</param>
/// <param name="schema">Describes unregistered sections; may be <see langword="null"/>.</param>
internal sealed class SettingsReport(GuildConfigSnapshot guild, IReadOnlyList<GuildSettingsSection> sections, SchemaFile? schema) : IReport
{
    public IEnumerable<Line> ToLines(int width)
    {
        var values = Values();
        yield return new Line($"guild {guild.GuildId}, revision {guild.Revision}; * differs from the default", Tone.Strong);
        yield return "  {";
        foreach (var (index, (name, value)) in values.Index())
        {
            var section = sections.FirstOrDefault(section => section.Name == name);
            foreach (var line in Lines(SettingsPath.Append("", name), name, value, section is null ? null : DefaultsOf(section), depth: 1, isLast: index == values.Count - 1))
            {
                yield return line;
            }
        }

        yield return "  }";
    }

    public JsonObject ToJson() => new() { ["guildId"] = GuildJson.Id(guild.GuildId), ["revision"] = guild.Revision, ["settings"] = Values() };

    /// <summary>Effective values of registered sections, and stored values of the rest.</summary>
    private JsonObject Values()
    {
        var registered = sections.Select(section => section.Name).ToList();
        var stored = SettingsDocument.Parse(guild.Settings.Text).Sections.Except(registered);
        return new JsonObject([
            .. registered.Select(name => KeyValuePair.Create(name, guild.Read(name))),
            .. stored.Select(name => KeyValuePair.Create(name, StoredSection.Read(guild, SettingsPath.Append("", name))))]);
    }

    private static JsonObject DefaultsOf(GuildSettingsSection section)
        => new(section.Members.Select(member => (Parts: SettingsPath.Split(member.Path), member.Default)).Where(member => member.Parts.Count == 2)
            .Select(member => KeyValuePair.Create(member.Parts[1], member.Default)));

    private IEnumerable<Line> Lines(string path, string name, JsonNode? value, JsonNode? standard, int depth, bool isLast)
    {
        var margin = (JsonNode.DeepEquals(value, standard) ? ' ' : '*') + new string(' ', 1 + (2 * depth));
        var end = isLast ? "" : ",";
        var label = LabelOf(path) is { } text ? $"  // {text}" : "";
        if (value is not JsonObject members)
        {
            return [$"{margin}\"{name}\": {JsonText.Of(value)}{end}{label}"];
        }

        return [
            $"{margin}\"{name}\": {{{label}",
            .. members.Index().SelectMany(member => Lines(
                SettingsPath.Append(path, member.Item.Key), member.Item.Key, member.Item.Value, standard?[member.Item.Key], depth + 1, isLast: member.Index == members.Count - 1)),
            $" {margin[1..]}}}{end}"];
    }

    private string? LabelOf(string path)
        => sections.FirstOrDefault(section => section.Name == path) is { } section ? section.Label
            : sections.SelectMany(section => section.Members).FirstOrDefault(member => member.Path == path)?.Label ?? schema?.LabelOf(path);
}
