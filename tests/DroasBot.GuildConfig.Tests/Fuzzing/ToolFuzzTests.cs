using System.Text;
using System.Text.Json.Nodes;
using DroasBot.GuildConfig.Commands.CommandLine;
using DroasBot.GuildConfig.Commands.Settings;
using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Fuzzing;

/// <summary>Input of the tool: schemas, and settings of bots that it does not know.</summary>
public sealed class ToolFuzzTests
{
    private static readonly string _schema = new JsonObject
    {
        ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
        ["type"] = "object",
        ["properties"] = new JsonObject(EveryInput.Registry.Sections.Select(section => KeyValuePair.Create(section.Name, (JsonNode?)section.ToJsonSchema()))),
    }.ToJsonString();

    private static readonly string[] _schemas =
    [
        _schema,
        """{"properties":{"every":{"type":"object","title":"Every","properties":{"warnLimit":{"type":"integer","minimum":1,"title":"Warnings"},"words":{"type":"array","items":{"pattern":"^[a-z]+$"}}}}}}""",
        """{"properties":{"every":{"$defs":{"a":{"type":"string"}},"properties":{"greeting":{"$ref":"#/$defs/a"},"ratio":{"enum":[1,2]},"price":{"oneOf":[{"type":"null"},{"multipleOf":0.01}]}}}}}""",
    ];

    private static readonly string[] _paths = ["every", "every.rules.1.threshold", "every.warnLimit", "every.byTopic.a\\.b\\\\c", "other.a.1.b", "other.a.-", "moderation.overrides.7", "every.words.0", "new.x.y"];

    [Fact]
    public async Task Read_AnySchema_ValidatesOrIsRefused()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.File("schema.json");
        var value = JsonNode.Parse(EveryInput.Texts[1])!["every"];
        await Fuzz.RunAsync(
            random => TextMutation.MutateOne(_schemas, random),
            text => text,
            text =>
            {
                File.WriteAllBytes(file, Encoding.UTF8.GetBytes(text));
                try
                {
                    var schema = SchemaFile.Read(file);
                    foreach (var section in schema.Sections)
                    {
                        _ = schema.FindViolations(section, value);
                    }

                    _ = (schema.LabelOf("every"), schema.LabelOf("every.warnLimit"), schema.LabelOf("every.words.0"));
                    return true;
                }
                catch (CommandException refused)
                {
                    Assert.Contains(file, refused.Message, StringComparison.Ordinal);
                    return false;
                }
            },
            bytesPerCharacter: 2_000);
    }

    [Fact]
    public Task StoredSection_AnySettingsPathAndText_IsReadBackOrRefused() => Fuzz.RunAsync(
        random => (
            Settings: random.Next(2) == 0 ? EveryInput.Texts[random.Next(EveryInput.Texts.Length)] : EveryInput.Text(random),
            Path: random.Next(2) == 0 ? _paths[random.Next(_paths.Length)] : TextMutation.MutateOne(_paths, random),
            Typed: TextMutation.Mutate(random.Next(2) == 0 ? "5" : """{"limit":[3]}""", random)),
        input => $"{input.Settings} {input.Path} {input.Typed}",
        input =>
        {
            var guild = EveryInput.Snapshot(input.Settings);
            _ = new ValueSearch("5", path: null, isExact: false).Find(guild);
            return IsAccepted(() => StoredSection.Read(guild, input.Path)?.ToJsonString())
                | IsAccepted(() => new StoredSection(schema: null).Reset(guild, input.Path))
                | IsAccepted(() =>
                {
                    var written = new StoredSection(schema: null).Write(guild, input.Path, input.Typed);
                    Assert.Null(SettingsDocument.Parse(written).Damage);
                    return written;
                });
        });

    private static bool IsAccepted(Func<string?> call)
    {
        try
        {
            _ = call();
            return true;
        }
        catch (Exception refused) when (refused is CommandException or ArgumentException)
        {
            Assert.NotEmpty(refused.Message);
            return false;
        }
    }
}
