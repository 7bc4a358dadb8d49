using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DroasBot.GuildConfig.Commands.CommandLine;
using DroasBot.GuildConfig.Settings;
using Json.Schema;

namespace DroasBot.GuildConfig.Commands.Settings;

/// <summary>The JSON Schema of a bot's settings, as written by the command <c>schema</c>: an object with a property for each section.</summary>
internal sealed class SchemaFile
{
    private readonly Dictionary<string, (JsonObject Text, JsonSchema Rules)> _sections = [];

    private readonly string _path;

    private SchemaFile(string path, JsonObject sections)
    {
        _path = path;
        foreach (var (name, schema) in sections)
        {
            _sections.Add(name, (schema!.AsObject(), JsonSchema.FromText(schema.ToJsonString())));
        }
    }

    public IReadOnlyCollection<string> Sections => _sections.Keys;

    /// <exception cref="CommandException">The file is not such a schema.</exception>
    public static SchemaFile Read(string path)
    {
        try
        {
            var root = WholeNode.Parse(Encoding.UTF8.GetBytes(File.ReadAllText(path)));
            return root?["properties"] is JsonObject sections && sections.All(section => section.Value is JsonObject)
                ? new SchemaFile(path, sections)
                : throw CommandException.NotUnderstood($"The file '{path}' is not a settings schema: an object whose 'properties' has a schema for each section, as written by 'guild-config schema'.");
        }
        catch (Exception unreadable) when (unreadable is not (CommandException or OutOfMemoryException))
        {
            throw Unreadable(path, unreadable);
        }
    }

    public bool Knows(string section) => _sections.ContainsKey(section);

    /// <summary>Finds violations of the schema in a section, as <c>path: message</c>.</summary>
    /// <exception cref="CommandException">The schema has an unresolved reference.</exception>
    public IReadOnlyList<string> FindViolations(string section, JsonNode? value)
    {
        using var document = JsonDocument.Parse(value?.ToJsonString() ?? "null");
        var results = Evaluate(section, document.RootElement);
        return results.IsValid ? []
            : [.. (results.Details ?? []).Where(detail => detail.Errors is not null)
                .SelectMany(detail => detail.Errors!.Values.Select(message => $"{PathOf(section, detail.InstanceLocation.ToString())}: {message}")).Distinct()];
    }

    /// <summary>Returns the label of a value, if the schema has one.</summary>
    public string? LabelOf(string path)
    {
        JsonNode? at = null;
        foreach (var part in SettingsPath.Split(path))
        {
            at = at is null ? _sections.GetValueOrDefault(part).Text : at["properties"]?[part];
            if (at is null)
            {
                return null;
            }
        }

        return at?["title"] is JsonValue title && title.TryGetValue<string>(out var label) ? label : null;
    }

    private static CommandException Unreadable(string path, Exception cause) => CommandException.NotUnderstood($"The schema '{path}' cannot be read: {cause.Message}");

    /// <summary>References are resolved now, not when the schema is read.</summary>
    private EvaluationResults Evaluate(string section, JsonElement value)
    {
        try
        {
            return _sections[section].Rules.Evaluate(value, new EvaluationOptions { OutputFormat = OutputFormat.List });
        }
        catch (Exception unresolved) when (unresolved is not OutOfMemoryException)
        {
            throw Unreadable(_path, unresolved);
        }
    }

    /// <summary>From a JSON Pointer (RFC 6901).</summary>
    private static string PathOf(string section, string pointer)
        => pointer.Split('/', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))
            .Aggregate(SettingsPath.Append("", section), SettingsPath.Append);
}
