using System.Text.Json.Serialization;
using DroasBot.GuildConfig.Settings;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Settings;

public sealed class GuildSettingsDraftTests
{
    private readonly SettingsRegistry _registry = Registered.ModerationAndTickets();

    [Fact]
    public void Set_OneMember_StoresOnlyWhatDiffersFromTheDefaults()
        => Assert.Equal(
            """{"moderation":{"warnLimit":5}}""",
            _registry.Edit("{}", draft => draft.Set(new ModerationSettings { WarnLimit = 5 })));

    [Fact]
    public void Set_Null_IsStoredIfTheDefaultIsNotNull()
    {
        var json = _registry.Edit("{}", draft => draft.Set(new ModerationSettings { Greeting = null }));

        Assert.Equal("""{"moderation":{"greeting":null}}""", json);
        Assert.Null(_registry.Get<ModerationSettings>(json).Greeting);
    }

    [Fact]
    public void Set_NullInAMemberIgnoredWhenNull_IsStillStored()
    {
        var registry = Registered.Registry(Registered.Section<WithIgnoredNull>("a"));

        var json = registry.Edit("{}", draft => draft.Set(new WithIgnoredNull { Text = null }));

        Assert.Null(registry.Get<WithIgnoredNull>(json).Text);
    }

    [Fact]
    public void Set_DerivedType_IsRefusedSinceItsMembersWouldBeLost()
    {
        var registry = Registered.Registry(Registered.Section<WithIgnoredNull>("a"));

        var error = Assert.Throws<ArgumentException>(() => registry.Edit("{}", draft => draft.Set<WithIgnoredNull>(new DerivedFromIt())));

        Assert.Contains($"A {typeof(DerivedFromIt)} cannot be stored as the settings 'a': what it adds to {typeof(WithIgnoredNull)} would be", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReplaceAll_TextThatCannotBeStored_SaysWhy()
    {
        var surrogate = Assert.Throws<ArgumentException>(() => _registry.Edit("{}", draft => draft.ReplaceAll("{\"a\":\"\ud800\"}")));
        var large = Assert.Throws<ArgumentException>(() => _registry.Edit("{}", draft => draft.ReplaceAll($$"""{"a":"{{new string('x', 65_536)}}"}""")));

        Assert.Contains($"The settings of guild {Registered.Guild} cannot be replaced by a text with an unpaired surrogate", surrogate.Message, StringComparison.Ordinal);
        Assert.Contains("With this text", large.Message, StringComparison.Ordinal);
        Assert.Equal(("json", "json"), (surrogate.ParamName, large.ParamName));
    }

    [Fact]
    public void CopyFrom_SettingsThatDoNotFit_AreRefused()
    {
        var source = _registry.Read($$$"""{"tickets":{"subjects":["{{{new string('x', 30_000)}}}"]}}""");

        var large = Assert.Throws<ArgumentException>(() => _registry.Edit($$"""{"foreign":"{{new string('x', 40_000)}}"}""", draft => draft.CopyFrom(source)));
        var damaged = Assert.Throws<GuildConfigException>(() => _registry.Edit("{}", draft => draft.CopyFrom(_registry.Read("damaged"))));

        Assert.Equal("source", large.ParamName);
        Assert.Contains("With those of the other guild", large.Message, StringComparison.Ordinal);
        Assert.StartsWith("The settings to copy cannot be read. ", damaged.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "none")]
    [InlineData("damaged", "damaged")]
    [InlineData("""{"moderation":{},"foreign":1}""", "'moderation' 'foreign'")]
    public void ToString_OfSettings_NamesTheSectionsOrSaysThatThereAreNone(string json, string expected)
        => Assert.Equal(expected, _registry.Read(json).ToString());

    [Fact]
    public void Set_ValueThatJsonCannotRepresent_IsRefused()
    {
        var registry = Registered.Registry(Registered.Section<WithIgnoredNull>("a"));

        Assert.Throws<ArgumentException>(() => registry.Edit("{}", draft => draft.Set(new WithIgnoredNull { Ratio = double.NaN })));
    }

    [Fact]
    public void Set_TheDefaults_StoresNothing()
    {
        var draft = new GuildSettingsDraft(1, _registry.Defaults);

        draft.Set(new ModerationSettings());
        draft.Set(new TicketSettings());

        Assert.False(draft.HasChanges);
        Assert.Same(_registry.Defaults, draft.ToSettings());
    }

    [Theory]
    [InlineData("""{ "moderation" : { "warnLimit" : 5 , "x" : [ 1 ] } , "zzz":1e400 }""")]
    [InlineData("""{"moderation":{"greeting":"\u0068ello"},"\u007az":{ "deep":[[[{}]]] }}""")]
    public void Set_UnchangedValue_LeavesEveryByte(string json)
    {
        var settings = _registry.Read(json);
        var draft = new GuildSettingsDraft(1, settings);

        draft.Set(draft.Get<ModerationSettings>());
        draft.Set(draft.Get<TicketSettings>());

        Assert.False(draft.HasChanges);
        Assert.Same(settings, draft.ToSettings());
    }

    [Fact]
    public void Set_ThereAndBack_ChangesNothing()
    {
        var draft = new GuildSettingsDraft(1, _registry.Read("""{"moderation":{"warnLimit":5,"future":1,"enabled":false},"zzz":1}"""));
        var original = draft.Get<ModerationSettings>();

        draft.Set(new ModerationSettings());
        Assert.True(draft.HasChanges);
        draft.Set(original);

        Assert.False(draft.HasChanges);
    }

    [Fact]
    public void Set_KnownMember_KeepsBytesAndOrderOfEverythingElse()
        => Assert.Equal(
            """{ "b" : 1e0 , "moderation":{ "future" : {"a": 1.50} , "warnLimit":6, "rule":{"name":"x","later":[ 1 ],"threshold":8,"severity":"Low"}},"a":[ ] }""",
            _registry.Edit(
                """{ "b" : 1e0 , "moderation":{ "future" : {"a": 1.50} , "warnLimit":5, "rule":{"name":"x","later":[ 1 ],"threshold":7,"severity":"Low"}},"a":[ ] }""",
                draft => draft.Set(draft.Get<ModerationSettings>() with { WarnLimit = 6, Rule = new EscalationRule("x", 8, Severity.Low) })));

    [Fact]
    public void Set_BackToTheDefault_RemovesTheMemberAndThenTheSection()
    {
        Assert.Equal("""{"a":1,"moderation":{"future":1},"b":2}""", _registry.Edit("""{"a":1,"moderation":{"warnLimit":5,"future":1},"b":2}""", draft => draft.Set(new ModerationSettings())));
        Assert.Equal("""{"a":1,"b":2}""", _registry.Edit("""{"a":1,"moderation":{"warnLimit":5},"b":2}""", draft => draft.Set(new ModerationSettings())));
    }

    [Fact]
    public void Set_ValueEqualToANewDefault_StaysSet()
    {
        var newer = Registered.Registry(Registered.Section<ModerationSettings>("moderation", o => o.Defaults = () => new() { WarnLimit = 5 }));

        var json = newer.Edit("""{"moderation":{"warnLimit":5}}""", draft => draft.Set(draft.Get<ModerationSettings>() with { Enabled = false }));

        Assert.Equal("""{"moderation":{"warnLimit":5,"enabled":false}}""", json);
    }

    [Fact]
    [Trait("Invariant", "6")]
    public void Set_ObjectChangedLater_ChangesNothing()
    {
        var draft = new GuildSettingsDraft(1, _registry.Defaults);
        var mine = new TicketSettings { CategoryId = 1 };

        draft.Set(mine);
        mine.CategoryId = 2;
        mine.Subjects.Clear();

        Assert.Equal(1UL, draft.Get<TicketSettings>().CategoryId);
        Assert.Equal("""{"tickets":{"categoryId":"1"}}""", draft.ToSettings().Json);
    }

    [Fact]
    public void Set_NestedMemberToNull_RemovesItFromTheStoredText()
    {
        var json = _registry.Edit("""{"tickets":{"limits":{"note":"n","open":1,"later":2}}}""", draft =>
        {
            var tickets = draft.Get<TicketSettings>();
            tickets.Limits.Note = null;
            draft.Set(tickets);
        });

        Assert.Equal("""{"tickets":{"limits":{"open":1,"later":2}}}""", json);
    }

    [Fact]
    public void Set_DictionaryKeyInAnotherSpelling_IsStillRemoved()
    {
        var json = _registry.Edit("""{"moderation":{"overrides":{"007":"High","8":"High"}}}""", draft =>
        {
            var settings = draft.Get<ModerationSettings>();
            draft.Set(settings with { Overrides = settings.Overrides.Remove(7) });
        });

        Assert.Equal([8UL], _registry.Get<ModerationSettings>(json).Overrides.Keys);
    }

    [Fact]
    public void Set_SeveralViolations_NamesThemAllAndChangesNothing()
    {
        var registry = Registered.Registry(Registered.Section<ModerationSettings>("moderation", o => o.Validate = s => s.Enabled ? [] : ["It must stay enabled.", "Really."]));
        var draft = new GuildSettingsDraft(Registered.Guild, registry.Defaults);

        var error = Assert.Throws<GuildSettingsValidationException>(() => draft.Set(new ModerationSettings { WarnLimit = 0, Greeting = new string('x', 21), Enabled = false }));

        Assert.All(["moderation", "WarnLimit", "Greeting", "It must stay enabled.", "Really."], part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
        Assert.False(draft.HasChanges);
        Assert.Equal("hello", draft.Get<ModerationSettings>().Greeting);
    }

    [Fact]
    public void Set_MoreThanTheLimit_IsRefusedWithoutAChange()
    {
        var draft = new GuildSettingsDraft(1, _registry.Defaults);
        var tickets = new TicketSettings();
        tickets.Subjects.Add(new string('x', GuildSettingsDraft.MaxJsonBytes));

        var error = Assert.Throws<ArgumentException>(() => draft.Set(tickets));

        Assert.Contains("32768", error.Message, StringComparison.Ordinal);
        Assert.Contains("'tickets'", error.Message, StringComparison.Ordinal);
        Assert.False(draft.HasChanges);
    }

    [Fact]
    public void Set_SettingsAlreadyOverTheLimit_MayShrink()
    {
        var json = $$$"""{"other":"{{{new string('x', GuildSettingsDraft.MaxJsonBytes)}}}","moderation":{"warnLimit":55}}""";

        Assert.Contains("\"warnLimit\":5}", _registry.Edit(json, draft => draft.Set(new ModerationSettings { WarnLimit = 5 })), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"moderation":{"warnLimit":"many"},"tickets":{"categoryId":5}}""")]
    [InlineData("""{"moderation":{"warnLimit":5,"rule":{"name":"a","name":"b"}},"tickets":{"categoryId":5}}""")]
    [InlineData("""{"moderation":"?","tickets":{"categoryId":5}}""")]
    public void Set_UnreadableSection_ReplacesOnlyThatSection(string json)
    {
        Assert.Equal("""{"moderation":{"warnLimit":6},"tickets":{"categoryId":5}}""", _registry.Edit(json, draft => draft.Set(new ModerationSettings { WarnLimit = 6 })));
        Assert.Equal("""{"tickets":{"categoryId":5}}""", _registry.Edit(json, draft => draft.Set(new ModerationSettings())));
        Assert.Equal("""{"tickets":{"categoryId":5}}""", _registry.Edit(json, draft => draft.Reset<ModerationSettings>()));
    }

    [Fact]
    public void Set_AnotherSection_KeepsTheUnreadableOneByteForByte()
        => Assert.Equal(
            """{"moderation": {"$v":2, "x":1 } ,"tickets":{"categoryId":"6"}}""",
            _registry.Edit("""{"moderation": {"$v":2, "x":1 } ,"tickets":{"categoryId":5}}""", draft => draft.Set(new TicketSettings { CategoryId = 6 })));

    [Fact]
    public void Reset_Section_RemovesItWithItsUnknownMembers()
    {
        var draft = new GuildSettingsDraft(1, _registry.Read("""{"moderation":{"warnLimit":5,"future":1},"zzz":1}"""));

        draft.Reset<ModerationSettings>();

        Assert.Equal(3, draft.Get<ModerationSettings>().WarnLimit);
        Assert.Equal("""{"zzz":1}""", draft.ToSettings().Json);
    }

    [Fact]
    public void Reset_ThenSet_StartsFromNothing()
        => Assert.Equal("""{"moderation":{"warnLimit":5}}""", _registry.Edit("""{"moderation":{"warnLimit":4,"future":1}}""", draft =>
        {
            draft.Reset<ModerationSettings>();
            draft.Set(new ModerationSettings { WarnLimit = 5 });
        }));

    [Fact]
    public void Edit_DamagedDocument_KeepsItsTextAndRepairsOneSectionAtATime()
    {
        const string Damaged = """{"moderation":{"warnLimit":5},"tickets":{"categoryId":""";

        var once = _registry.Edit(Damaged, draft => draft.Set(new ModerationSettings()));

        Assert.Equal("""{"$damaged":"{\"moderation\":{\"warnLimit\":5},\"tickets\":{\"categoryId\":","moderation":{}}""", once);
        Assert.Equal(3, _registry.Get<ModerationSettings>(once).WarnLimit);
        var error = Assert.Throws<GuildConfigException>(() => _registry.Get<TicketSettings>(once));
        Assert.Contains("'tickets'", error.Message, StringComparison.Ordinal);

        var twice = _registry.Edit(once, draft => draft.Reset<TicketSettings>());

        Assert.Null(_registry.Get<TicketSettings>(twice).CategoryId);
        Assert.StartsWith(once[..^1], twice, StringComparison.Ordinal);
    }

    [Fact]
    public void Edit_NothingInADamagedDocument_LeavesItUnchanged()
    {
        var draft = new GuildSettingsDraft(1, _registry.Read("damaged"));

        Assert.False(draft.HasChanges);
        Assert.Equal("damaged", draft.ToSettings().Json);
    }

    [Fact]
    public void ToSettings_AfterAnEdit_KeepsTheParsedValuesOfOtherSections()
    {
        var registry = Registered.Registry(Registered.Section<ModerationSettings>("moderation"), Registered.Section<FlatSettings>("flat"));
        var settings = registry.Read("""{"moderation":{"warnLimit":5},"flat":{"channelId":1}}""");
        var flat = settings.Get<FlatSettings>(1);
        var draft = new GuildSettingsDraft(1, settings);

        draft.Set(new ModerationSettings { WarnLimit = 6 });

        Assert.Same(flat, draft.ToSettings().Get<FlatSettings>(1));
        Assert.Equal(6, draft.ToSettings().Get<ModerationSettings>(1).WarnLimit);
        Assert.Equal(5, settings.Get<ModerationSettings>(1).WarnLimit);
    }

    private record WithIgnoredNull
    {
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Text { get; init; } = "hello";

        public double Ratio { get; init; }
    }

    private sealed record DerivedFromIt : WithIgnoredNull;
}
