using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using DroasBot.GuildConfig.Settings;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Settings;

/// <summary>The JSON Schema of each kind of member, with its annotations.</summary>
public sealed class SchemaOfMembersTests
{
    private readonly JsonObject _schema = new GuildSettingsSchema(Registered.Registry(Registered.Section<Shapes>("shapes"))).ToJsonSchema("shapes");

    [Theory]
    [InlineData("byChoice", """{"type":"object","additionalProperties":{"type":"integer","minimum":-2147483648,"maximum":2147483647},"propertyNames":{"enum":["Low","High"]},"title":"By choice","default":{}}""")]
    [InlineData("byNumber", """{"type":"object","additionalProperties":{"type":"boolean"},"propertyNames":{"pattern":"^(?:-[1-9]|-[1-9][0-9]{1}|-1[0-1][0-9]{1}|-12[0-8]|[0-9]|[1-9][0-9]{1}|1[0-1][0-9]{1}|12[0-7])$"},"title":"By number","default":{}}""")]
    [InlineData("ratio", """{"type":"number","title":"Ratio","exclusiveMinimum":0,"exclusiveMaximum":1,"default":0.5}""")]
    [InlineData("share", """{"type":["number","null"],"title":"Share","default":null}""")]
    [InlineData("size", """{"type":"integer","minimum":3,"maximum":7,"title":"Number of things","description":"From 3 to 7.","default":5}""")]
    [InlineData("big", """{"type":["string","integer","null"],"minimum":-1,"maximum":9,"pattern":"^(?:-1|[0-9])$","title":"Big","default":null}""")]
    [InlineData("names", """{"type":"array","items":{"type":"string"},"title":"Names","minItems":1,"maxItems":3,"default":["a"]}""")]
    [InlineData("code", """{"type":"string","title":"Code","minLength":2,"maxLength":5,"default":"abc"}""")]
    [InlineData("some", """{"type":"array","items":{"type":"integer","minimum":0,"maximum":65535},"title":"Some","minItems":1,"default":[1]}""")]
    [InlineData("long", """{"type":"string","title":"Long","minLength":2,"default":"ab"}""")]
    [InlineData("short", """{"type":"string","title":"Short","maxLength":9,"default":""}""")]
    [InlineData("any", """{"type":["string","null"],"title":"Any","default":null}""")]
    [InlineData("word", """{"type":"string","title":"Word","pattern":"^(?:[a-z]+)$","default":"x"}""")]
    [InlineData("both", """{"type":"string","title":"Both","pattern":"^(?:x+)$","default":"x"}""")]
    [InlineData("maybe", """{"type":"string","title":"Maybe","maxLength":8,"minLength":1,"default":"x"}""")]
    [InlineData("choice", """{"enum":["Low","High",null],"title":"Choice","default":null}""")]
    [InlineData("flags", """{"type":"string","pattern":"^(?:None|Read|Write)(?:, ?(?:None|Read|Write))*$","title":"Flags","default":"None"}""")]
    [InlineData("id", """{"type":"string","format":"uuid","title":"Id","default":"00000000-0000-0000-0000-000000000000"}""")]
    [InlineData("own", """{"enum":["Sunday","Monday","Tuesday","Wednesday","Thursday","Friday","Saturday",null],"title":"Own","default":"Sunday"}""")]
    [InlineData("inner", """{"type":["object","null"],"properties":{"size":{"type":"integer","minimum":-2147483648,"maximum":2147483647,"title":"Size"}},"additionalProperties":false,"title":"Inner","default":null}""")]
    public void ToJsonSchema_OfAMember_HasItsTypeAndRules(string member, string expected)
        => Assert.Equal(expected, _schema["properties"]![member]!.ToJsonString(SettingsJsonOptions.Default));

    [Fact]
    public void ToJsonSchema_OfTheType_HasItsDescription()
        => Assert.Equal(("object", "Shapes", "One of each."), ((string)_schema["type"]!, (string)_schema["title"]!, (string)_schema["description"]!));

    [Display(Description = "One of each.")]
    private sealed record Shapes
    {
        public ImmutableDictionary<Severity, int> ByChoice { get; init; } = ImmutableDictionary<Severity, int>.Empty;

        public ImmutableDictionary<sbyte, bool> ByNumber { get; init; } = ImmutableDictionary<sbyte, bool>.Empty;

        [Range(0, 1, MinimumIsExclusive = true, MaximumIsExclusive = true)]
        public double Ratio { get; init; } = 0.5;

        public float? Share { get; init; }

        [Display(Name = "Number of things", Description = "From 3 to 7.")]
        [Range(3, 7)]
        public byte Size { get; init; } = 5;

        [Range(typeof(long), "-1", "9")]
        public long? Big { get; init; }

        [Length(1, 3)]
        public ImmutableArray<string> Names { get; init; } = ["a"];

        [Length(2, 5)]
        public string Code { get; init; } = "abc";

        [MinLength(1)]
        public ImmutableArray<ushort> Some { get; init; } = [1];

        [MinLength(2)]
        public string Long { get; init; } = "ab";

        [MaxLength(9)]
        public string Short { get; init; } = "";

        [MaxLength]
        public string? Any { get; init; }

        [RegularExpression("[a-z]+")]
        public string Word { get; init; } = "x";

        [RegularExpression("x+")]
        [Required]
        public string Both { get; init; } = "x";

        [Required(AllowEmptyStrings = true)]
        [StringLength(8, MinimumLength = 1)]
        public string Maybe { get; init; } = "x";

        public Severity? Choice { get; init; }

        public EverySettings.Ability Flags { get; init; }

        public Guid Id { get; init; }

        [JsonConverter(typeof(JsonStringEnumConverter))]
        public DayOfWeek Own { get; init; }

        public Inner? Inner { get; init; }
    }

    private sealed record Inner(int Size);
}
