using System.Text.Json.Nodes;
using DroasBot.GuildConfig.Commands.CommandLine;
using DroasBot.GuildConfig.Commands.Output;

namespace DroasBot.GuildConfig.Commands.Commands;

internal sealed class SchemaCommand(IServiceSource source, CommonOptions options)
    : DatabaseCommand("schema", "Write the JSON Schema of the registered settings, for --schema and for editors.", source, options)
{
    protected override Task<int> ExecuteAsync(CommandContext context)
    {
        var sections = context.Schema.Sections;
        if (sections.Count == 0)
        {
            throw CommandException.NotUnderstood("No settings are registered here: name the bot's assembly with --assembly.");
        }

        context.Screen.Write(new SchemaReport(new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["type"] = "object",
            ["properties"] = new JsonObject(sections.Select(section => KeyValuePair.Create(section.Name, (JsonNode?)context.Schema.ToJsonSchema(section.Name)))),
        }));
        return Task.FromResult(ExitCodes.Succeeded);
    }

    private sealed class SchemaReport(JsonObject schema) : IReport
    {
        public IEnumerable<Line> ToLines(int width) => [JsonText.Of(schema)];

        public JsonObject ToJson() => schema;
    }
}
