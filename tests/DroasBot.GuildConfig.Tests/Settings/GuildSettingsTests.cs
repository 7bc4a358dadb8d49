using System.Collections.Frozen;
using System.Collections.Immutable;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Settings;

public sealed class GuildSettingsTests
{
    private static readonly ModerationSettings _everything = new()
    {
        LogChannelId = ulong.MaxValue,
        Enabled = false,
        WarnLimit = 99,
        Greeting = null,
        Severity = Severity.High,
        MutedUntil = new DateTimeOffset(2031, 2, 3, 4, 5, 6, 789, TimeSpan.FromHours(-7)),
        Moderators = [1, 9007199254740993, ulong.MaxValue],
        Overrides = ImmutableDictionary<ulong, Severity>.Empty.Add(ulong.MaxValue, Severity.High),
        Words = new[] { "a\"b\\c", "ünïcödé 🐸" }.ToFrozenSet(),
        Weights = new Dictionary<string, int> { ["x"] = -1 }.ToFrozenDictionary(),
        Rule = new EscalationRule("first", 2, Severity.High),
    };

    [Fact]
    public void Get_NothingStored_ReturnsDefaults()
    {
        var settings = Registered.ModerationAndTickets().Defaults;

        Assert.Equal("hello", settings.Get<ModerationSettings>(Registered.Guild).Greeting);
        Assert.Equal(["question"], settings.Get<TicketSettings>(Registered.Guild).Subjects);
        Assert.Equal(0, settings.EstimatedBytes);
    }

    [Fact]
    public void Get_UnregisteredType_SaysHowToRegisterIt()
    {
        var error = Assert.Throws<ArgumentException>(() => Registered.Registry().Defaults.Get<ModerationSettings>(Registered.Guild));

        Assert.Contains("AddSettings<ModerationSettings>", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Get_AfterEveryMemberWasSet_ReturnsEach()
    {
        var registry = Registered.ModerationAndTickets();

        var json = registry.Edit("{}", draft => draft.Set(_everything));

        AssertEverything(registry.Get<ModerationSettings>(json));
        Assert.Contains("\"severity\":\"High\"", json, StringComparison.Ordinal);
        Assert.Contains("\"logChannelId\":\"18446744073709551615\"", json, StringComparison.Ordinal);
        Assert.Contains("ünïcödé", json, StringComparison.Ordinal);
        Assert.DoesNotContain("isQuiet", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Get_WithSourceGeneratedContract_ReturnsEachMemberAndKeepsNull()
    {
        var registry = Registered.Registry(Registered.Section<FlatSettings>("flat", options =>
        {
            options.JsonTypeInfo = SettingsTypesContext.Default.FlatSettings;
            options.Defaults = () => new FlatSettings { ChannelId = 7, Enabled = true };
        }));

        // The context leaves out null and false, which here differ from the defaults.
        var json = registry.Edit("{}", draft => draft.Set(new FlatSettings()));

        Assert.Equal(new FlatSettings(), registry.Get<FlatSettings>(json));
        Assert.Equal("""{"flat":{"ChannelId":null,"Enabled":false}}""", json);
    }

    [Fact]
    public void Get_SnowflakeStoredAsString_IsRead()
        => Assert.Equal(9007199254740993UL, Registered.ModerationAndTickets().Get<ModerationSettings>("""{"moderation":{"logChannelId":"9007199254740993"}}""").LogChannelId);

    [Fact]
    public void Get_ChangedDefault_AppliesToGuildsThatNeverSetIt()
    {
        var before = Registered.Registry(Registered.Section<ModerationSettings>("moderation"));
        var after = Registered.Registry(Registered.Section<ModerationSettings>("moderation", o => o.Defaults = () => new() { WarnLimit = 7, Greeting = "welcome" }));

        var json = before.Edit("{}", draft => draft.Set(new ModerationSettings { Greeting = "hey" }));

        Assert.Equal(7, after.Get<ModerationSettings>(json).WarnLimit);
        Assert.Equal("hey", after.Get<ModerationSettings>(json).Greeting);
    }

    [Fact]
    public void Get_ImmutableType_IsTheSameObjectForAllReaders()
    {
        var settings = Registered.ModerationAndTickets().Read("""{"moderation":{"warnLimit":5}}""");
        var seen = new ModerationSettings[64];

        Parallel.For(0, seen.Length, i => seen[i] = settings.Get<ModerationSettings>(Registered.Guild));

        Assert.Equal(5, seen[0].WarnLimit);
        Assert.All(seen, value => Assert.Same(seen[0], value));
    }

    [Fact]
    public void Get_SectionNotStored_SharesTheDefaults()
    {
        var registry = Registered.ModerationAndTickets();

        Assert.Same(registry.Defaults.Get<ModerationSettings>(1), registry.Read("""{"other":1}""").Get<ModerationSettings>(2));
    }

    [Fact]
    [Trait("Invariant", "6")]
    public void Get_MutableType_ReturnsAPrivateCopy()
    {
        var settings = Registered.ModerationAndTickets().Read("""{"tickets":{"categoryId":5}}""");

        var mine = settings.Get<TicketSettings>(Registered.Guild);
        mine.CategoryId = 6;
        mine.Subjects.Add("mine");
        mine.Limits.Open = 0;

        var theirs = settings.Get<TicketSettings>(Registered.Guild);
        Assert.Equal(5UL, theirs.CategoryId);
        Assert.Equal(["question"], theirs.Subjects);
        Assert.Equal(5, theirs.Limits.Open);
    }

    [Fact]
    public void Get_ImmutableTypeAgain_AllocatesNothing()
    {
        var settings = Registered.ModerationAndTickets().Read("""{"moderation":{"warnLimit":5}}""");
        _ = settings.Get<ModerationSettings>(Registered.Guild);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            _ = settings.Get<ModerationSettings>(Registered.Guild);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Get_TwoRegistriesInOneProcess_AreIndependent()
    {
        var first = Registered.Registry(Registered.Section<ModerationSettings>("a"), Registered.Section<FlatSettings>("b")).Read("""{"a":{"warnLimit":1},"b":{"channelId":1}}""");
        var second = Registered.Registry(Registered.Section<FlatSettings>("a"), Registered.Section<ModerationSettings>("b")).Read("""{"a":{"channelId":2},"b":{"warnLimit":2}}""");

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(1, first.Get<ModerationSettings>(1).WarnLimit);
            Assert.Equal(2, second.Get<ModerationSettings>(1).WarnLimit);
            Assert.Equal(1UL, first.Get<FlatSettings>(1).ChannelId);
            Assert.Equal(2UL, second.Get<FlatSettings>(1).ChannelId);
        }
    }

    [Theory]
    [InlineData("""{"moderation":17,"tickets":{"categoryId":5}}""")]
    [InlineData("""{"moderation":null,"tickets":{"categoryId":5}}""")]
    [InlineData("""{"moderation":{"warnLimit":"many"},"tickets":{"categoryId":5}}""")]
    [InlineData("""{"moderation":{"warnLimit":1,"warnLimit":2},"tickets":{"categoryId":5}}""")]
    [InlineData("""{"moderation":{"severity":1.5},"tickets":{"categoryId":5}}""")]
    [InlineData("""{"moderation":{"$v":2},"tickets":{"categoryId":5}}""")]
    [InlineData("""{"moderation":{"$v":"x"},"tickets":{"categoryId":5}}""")]
    public void Get_DamagedSection_ThrowsOnlyForThatSectionAndNamesIt(string json)
    {
        var settings = Registered.ModerationAndTickets().Read(json);

        var error = Assert.Throws<GuildConfigException>(() => settings.Get<ModerationSettings>(Registered.Guild));

        Assert.Contains("'moderation'", error.Message, StringComparison.Ordinal);
        Assert.Contains("81384788765712384", error.Message, StringComparison.Ordinal);
        Assert.Equal(5UL, settings.Get<TicketSettings>(Registered.Guild).CategoryId);
        Assert.Equal(json, settings.Json);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("""{"moderation":{},"moderation":{}}""")]
    public void Get_DamagedDocument_ThrowsForEverySection(string json)
    {
        var settings = Registered.ModerationAndTickets().Read(json);

        Assert.Throws<GuildConfigException>(() => settings.Get<ModerationSettings>(Registered.Guild));
        Assert.Throws<GuildConfigException>(() => settings.Get<TicketSettings>(Registered.Guild));
        Assert.Equal(json, settings.Json);
    }

    private static void AssertEverything(ModerationSettings actual)
    {
        Assert.Equal(_everything with { Moderators = actual.Moderators, Overrides = actual.Overrides, Words = actual.Words, Weights = actual.Weights }, actual);
        Assert.Equal(_everything.MutedUntil!.Value.Offset, actual.MutedUntil!.Value.Offset);
        Assert.Equal(_everything.Moderators, actual.Moderators);
        Assert.Equal(_everything.Overrides, actual.Overrides);
        Assert.Equal(_everything.Words.Order(StringComparer.Ordinal), actual.Words.Order(StringComparer.Ordinal));
        Assert.Equal(_everything.Weights, actual.Weights);
    }
}
