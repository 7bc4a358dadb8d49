using System.Collections.Immutable;
using DroasBot.GuildConfig.Settings;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Settings;

/// <summary>Values from a newer version of a host do not make a section unreadable for an older one, and stay unchanged; anything else is damage.</summary>
public sealed class TolerantReadingTests
{
    private readonly SettingsRegistry _registry = Registered.Registry(Registered.Section<Automation>("auto", options => options.Defaults = () => new Automation { Mode = Mode.Warn }));

    [Theory]
    [InlineData("""{"auto":{"mode":"Timeout","enabled":true}}""", Mode.Warn)]
    [InlineData("""{"auto":{"optional":"Timeout","enabled":true}}""", Mode.Warn)]
    [InlineData("""{"auto":{"step":{"note":"n","mode": "Time\u006fut" ,"zzz":[1]},"enabled":true}}""", Mode.Warn)]
    [InlineData("""{"auto":{"modes":["Off","Timeout"],"enabled":true}}""", Mode.Warn)]
    [InlineData("""{"auto":{"byRole":{"5":"Timeout","6":"Off"},"enabled":true}}""", Mode.Warn)]
    [InlineData("""{"auto":{"byMode":{"Timeout":1},"enabled":true}}""", Mode.Warn)]
    [InlineData("""{"auto":{"steps":[{"note":"n","mode":"Timeout"},{"note":"m","mode":"Off"}],"enabled":true}}""", Mode.Warn)]
    public void Get_UnknownEnumValue_IsTheMembersDefaultAndStaysUntouched(string json, Mode expected)
    {
        var auto = _registry.Get<Automation>(json);

        Assert.Equal((expected, true, (Mode?)null), (auto.Mode, auto.Enabled, auto.Optional));
        Assert.Empty(auto.Modes);
        Assert.Empty(auto.ByRole);
        Assert.Empty(auto.ByMode);
        Assert.Equal(
            json.Replace("true", "true,\"logChannelId\":\"9\"", StringComparison.Ordinal),
            _registry.Edit(json, draft => draft.Set(draft.Get<Automation>() with { LogChannelId = 9 })));
    }

    [Fact]
    public void Get_KnownEnumValuesEverywhere_AreRead()
    {
        var auto = _registry.Get<Automation>("""{"auto":{"mode":"Off","modes":["Warn"],"byRole":{"5":"Warn"},"byMode":{"Off":1,"Warn":2},"steps":[{"mode":"Warn"}],"stepsByName":{"a":{"mode":"Warn"}}}}""");

        Assert.Equal((Mode.Off, Mode.Warn, Mode.Warn, 3, Mode.Warn, Mode.Warn), (auto.Mode, auto.Modes[0], auto.ByRole[5], auto.ByMode.Values.Sum(), auto.Steps[0].Mode, auto.StepsByName["a"].Mode));
    }

    [Theory]
    [InlineData("""{"auto":{"modes":["Off","Timeout","Ban"]}}""", "modes", "Timeout")]
    [InlineData("""{"auto":{"byRole":{"5":"Timeout","6":"Ban"}}}""", "byRole", "Timeout")]
    [InlineData("""{"auto":{"byMode":{"Off":1,"Timeout":1,"Ban":2}}}""", "byMode", "Timeout")]
    public void FindFaults_SeveralUnknownValuesInAMember_NamesTheFirst(string json, string path, string value)
    {
        var member = Assert.Single(Assert.Single(_registry.FindFaults(1, _registry.Read(json))).Faults.SetAside);

        Assert.Equal((path, $"has the unknown value '\"{value}\"'"), (member.Path, member.Reason));
    }

    [Theory]
    [InlineData("""{"auto":{"step":{"zzz":{"Note":1},"note":"a"},"enabled":true}}""")]
    [InlineData("""{"auto":{"zzz":{"Enabled":[{"Mode":1}]},"step":{"note":"a"},"enabled":true}}""")]
    [InlineData("""{"auto":{"steps":[{"zzz":[{"Note":1}],"note":"b"}],"step":{"note":"a"},"enabled":true}}""")]
    public void Get_InsideAnUnknownMember_AnyNameIsAllowed(string json)
    {
        var auto = _registry.Get<Automation>(json);

        Assert.Equal(("a", true), (auto.Step.Note, auto.Enabled));
    }

    [Fact]
    public void Set_OverAnUnknownEnumValue_ReplacesOnlyThat()
    {
        const string Json = """{"auto":{"mode":"Timeout","enabled":true,"logChannelId":"9","step":{"mode":"Ban","later":1}}}""";

        Assert.Equal(
            """{"auto":{"mode":"Off","enabled":true,"logChannelId":"9","step":{"mode":"Ban","later":1}}}""",
            _registry.Edit(Json, draft => draft.Set(draft.Get<Automation>() with { Mode = Mode.Off })));
        Assert.Equal(
            """{"auto":{"mode":"Timeout","enabled":true,"logChannelId":"9","step":{"mode":"Warn","later":1}}}""",
            _registry.Edit(Json, draft => draft.Set(draft.Get<Automation>() with { Step = new Stage { Mode = Mode.Warn } })));
    }

    [Fact]
    public void ReplaceAll_AlreadyStoredUnknownEnumValue_Stays()
    {
        const string Json = """{"auto":{"mode":"Timeout","enabled":true}}""";
        const string Edited = """{"auto":{"mode":"Timeout","enabled":false}}""";

        Assert.Equal(Edited, _registry.Edit(Json, draft => draft.ReplaceAll(Edited)));
        Assert.Throws<ArgumentException>(() => _registry.Edit(Json, draft => draft.ReplaceAll(Edited.Replace("Timeout", "Ban", StringComparison.Ordinal))));
        Assert.Throws<ArgumentException>(() => _registry.Edit("{}", draft => draft.ReplaceAll(Edited)));
    }

    [Fact]
    public void FindFaults_UnknownEnumValuesAndNulls_AreReportedWithTheirPaths()
    {
        var settings = _registry.Read("""{"auto":{"mode":"Timeout","steps":[{"note":null,"mode":"Off"},{"note":"m","mode":"Ban"}],"enabled":null}}""");

        var faults = Assert.Single(_registry.FindFaults(1, settings)).Faults;

        Assert.Equal(["mode", "steps.0.note", "steps.1.mode", "enabled"], faults.SetAside.Select(member => member.Path));
        Assert.Null(faults.Unreadable);
    }

    [Fact]
    public void Get_NullInANonNullableMember_IsItsDefault()
    {
        var auto = _registry.Get<Automation>("""{"auto":{"enabled":null,"name":null,"step":{"note":null,"mode":"Off"},"modes":null}}""");

        Assert.Equal((false, "nobody", "", Mode.Off), (auto.Enabled, auto.Name, auto.Step.Note, auto.Step.Mode));
        Assert.Empty(auto.Modes);
    }

    [Theory]
    [InlineData("""{"auto":{"Enabled":true}}""", "'Enabled'", "'enabled'")]
    [InlineData("""{"auto":{"step":{"NOTE":"x"}}}""", "'step.NOTE'", "'step.note'")]
    [InlineData("""{"auto":{"steps":[{"note":"x"},{"Note":"x"}]}}""", "'steps.1.Note'", "'steps.1.note'")]
    [InlineData("""{"auto":{"stepsByName":{"a.b":{"Note":"x"}}}}""", @"'stepsByName.a\.b.Note'", "note")]
    public void Get_NameThatDiffersByCase_NamesTheExpectedOne(string json, string found, string meant)
    {
        var error = Assert.Throws<GuildConfigException>(() => _registry.Get<Automation>(json));

        Assert.Contains(found, error.Message, StringComparison.Ordinal);
        Assert.Contains(meant, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"auto":{"step":{"note":"a","note":"b"}}}""")]
    [InlineData("""{"auto":{"byRole":{"5":"Off","5":"Warn"}}}""")]
    [InlineData("""{"auto":{"ratio":1e400}}""")]
    [InlineData("""{"auto":{"narrow":1e39}}""")]
    [InlineData("""{"auto":{"ratios":[1,-1e400]}}""")]
    public void Get_ValueThatIsNeverWritten_IsDamageThatSetReplaces(string json)
    {
        Assert.Throws<GuildConfigException>(() => _registry.Get<Automation>(json));

        Assert.Equal("""{"auto":{"enabled":true}}""", _registry.Edit(json, draft => draft.Set(new Automation { Mode = Mode.Warn, Enabled = true })));
    }

    [Theory]
    [InlineData("""{"auto":{"ratio":1e400}}""", "The number of 'ratio' is too large for a Double, and could never be written.")]
    [InlineData("""{"auto":{"narrow":1e39}}""", "The number of 'narrow' is too large for a Single, and could never be written.")]
    [InlineData("""{"auto":{"ratios":[1,-1e400]}}""", "The number of 'ratios.1' is too large for a Double, and could never be written.")]
    public void Get_NumberThatIsTooLarge_IsNamed(string json, string expected)
        => Assert.Contains(expected, Assert.Throws<GuildConfigException>(() => _registry.Get<Automation>(json)).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Get_DeepObjects_AreReadUpToTheLimit()
    {
        var registry = Registered.Registry(Registered.Section<Nest>("nest"));

        var deepest = registry.Get<Nest>(Nested(63));
        var error = Assert.Throws<GuildConfigException>(() => registry.Get<Nest>(Nested(65)));

        Assert.Equal(63, Enumerable.Range(0, 100).TakeWhile(_ => (deepest = deepest?.Inner) is not null).Count());
        Assert.Contains("It is nested deeper than 64 levels.", error.ToString(), StringComparison.Ordinal);

        static string Nested(int depth) => "{\"nest\":" + string.Concat(Enumerable.Repeat("{\"inner\":", depth)) + "{}" + new string('}', depth + 1);
    }

    [Fact]
    public void Write_KeyOfAnEnumThatIsUnknown_IsRefused()
    {
        Assert.Equal("""{"auto":{"byMode":{"Warn":3}}}""", _registry.Edit("{}", draft => draft.Write("auto.byMode.Warn", "3")));
        Assert.Contains("'auto.byMode' has one of Off, Warn for a key, not 'warn'.", Assert.Throws<ArgumentException>(() => _registry.Edit("{}", draft => draft.Write("auto.byMode.warn", "3"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"auto":{"step":{"zzz":1,"zzz":2,"note":"a"},"ratio":2}}""")]
    [InlineData("""{"auto":{"step":{"zzz":1e400,"note":"a"},"ratio":2}}""")]
    public void Set_UnknownMembersTwiceOrTooLarge_StayAsTheyAre(string json)
    {
        Assert.Equal(json.Replace("\"a\"", "\"b\"", StringComparison.Ordinal), _registry.Edit(json, draft =>
        {
            var auto = draft.Get<Automation>();
            draft.Set(auto with { Step = auto.Step with { Note = "b" } });
        }));
    }

    [Theory]
    [InlineData("a b c", "A b c", """[ {"note":"A","zzz":1}|{"note":"b", "zzz" :2}|{"note":"c","zzz":3} ]""")]
    [InlineData("a b c", "b c", """[ {"note":"b", "zzz" :2}|{"note":"c","zzz":3} ]""")]
    [InlineData("a b c", "a c", """[ {"note":"a","zzz":1}|{"note":"c","zzz":3} ]""")]
    [InlineData("a b c", "x a b c y", """[ {"note":"x","mode":"Off"}|{"note":"a","zzz":1}|{"note":"b", "zzz" :2}|{"note":"c","zzz":3}|{"note":"y","mode":"Off"} ]""")]
    [InlineData("a b c", "c x a b", """[ {"note":"c","zzz":3}|{"note":"x","mode":"Off"}|{"note":"a","zzz":1}|{"note":"b", "zzz" :2} ]""")]
    [InlineData("a b c", "", "[]")]
    [InlineData("a b c", "a b c d", """[ {"note":"a","zzz":1}|{"note":"b", "zzz" :2}|{"note":"c","zzz":3}|{"note":"d","mode":"Off"} ]""")]
    [InlineData("a b c", "x a b c", """[ {"note":"x","mode":"Off"}|{"note":"a","zzz":1}|{"note":"b", "zzz" :2}|{"note":"c","zzz":3} ]""")]
    [InlineData("a b c", "a b", """[ {"note":"a","zzz":1}|{"note":"b", "zzz" :2} ]""")]
    [InlineData("a b c", "c", """[ {"note":"c","zzz":3} ]""")]
    [InlineData("a b c", "a b C", """[ {"note":"a","zzz":1}|{"note":"b", "zzz" :2}|{"note":"C","zzz":3} ]""")]
    [InlineData("a b c", "A b C", """[ {"note":"A","zzz":1}|{"note":"b", "zzz" :2}|{"note":"C","zzz":3} ]""")]
    public void Set_List_KeepsUnknownMembersOfItsItems(string before, string after, string expected)
    {
        _ = before;
        const string Json = """{"auto":{"steps":[{"note":"a","zzz":1}, {"note":"b", "zzz" :2},{"note":"c","zzz":3}]}}""";

        var json = _registry.Edit(Json, draft => draft.Set(draft.Get<Automation>() with
        {
            Steps = [.. after.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(note => new Stage { Note = note })],
        }));

        Assert.Equal(expected == "[]" ? "{}" : $$$"""{"auto":{"steps":{{{expected.Replace("|", ",", StringComparison.Ordinal).Replace("[ ", "[", StringComparison.Ordinal).Replace(" ]", "]", StringComparison.Ordinal)}}}}}""", json);
    }

    [Fact]
    public void Set_NewerSchemaVersion_IsRefusedUntilItIsReset()
    {
        const string Json = """{"auto":{"$v":2,"mode":{"of":"another shape"}},"other":1}""";

        var error = Assert.Throws<GuildConfigException>(() => _registry.Edit(Json, draft => draft.Set(new Automation { Enabled = true })));
        var reset = _registry.Edit(Json, draft =>
        {
            draft.Reset<Automation>();
            draft.Set(new Automation { Mode = Mode.Warn, Enabled = true });
        });

        Assert.Contains("'auto'", error.Message, StringComparison.Ordinal);
        Assert.Contains("reset", error.Message, StringComparison.Ordinal);
        Assert.Equal("""{"auto":{"enabled":true},"other":1}""", reset);
    }

    public enum Mode
    {
        Off,
        Warn,
    }

    public sealed record Stage
    {
        public string Note { get; init; } = "";

        public Mode Mode { get; init; }
    }

    public sealed record Nest
    {
        public Nest? Inner { get; init; }
    }

    public sealed record Automation
    {
        public Mode Mode { get; init; }

        public Mode? Optional { get; init; }

        public bool Enabled { get; init; }

        public ulong? LogChannelId { get; init; }

        public string Name { get; init; } = "nobody";

        public Stage Step { get; init; } = new();

        public ImmutableArray<Mode> Modes { get; init; } = [];

        public ImmutableDictionary<ulong, Mode> ByRole { get; init; } = ImmutableDictionary<ulong, Mode>.Empty;

        public ImmutableDictionary<Mode, int> ByMode { get; init; } = ImmutableDictionary<Mode, int>.Empty;

        public ImmutableArray<Stage> Steps { get; init; } = [];

        public ImmutableDictionary<string, Stage> StepsByName { get; init; } = ImmutableDictionary<string, Stage>.Empty;

        public double Ratio { get; init; }

        public float Narrow { get; init; }

        public ImmutableArray<double> Ratios { get; init; } = [];
    }
}
