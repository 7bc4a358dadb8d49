using System.Text.Json.Nodes;
using DroasBot.GuildConfig.Settings;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Settings;

public sealed class SectionVersionTests
{
    private readonly SettingsRegistry _old = Registered.Registry(Registered.Section<TicketSettings>("tickets"));

    private readonly SettingsRegistry _next = Registered.Registry(Registered.Section<TicketSettingsNext>("tickets", options =>
    {
        options.SchemaVersion = 3;
        options.Upgrade = Upgrade;
    }));

    [Fact]
    public void Get_OlderVersion_IsUpgradedWithoutBeingWritten()
    {
        const string Json = """{"tickets":{"categoryId":5,"limits":{"open":1}}}""";

        Assert.Equal(5UL, _next.Get<TicketSettingsNext>(Json).Category);
        Assert.Equal("from 1", _next.Get<TicketSettingsNext>(Json).Footer);
        Assert.Equal(Json, _next.Edit(Json, draft => draft.Set(draft.Get<TicketSettingsNext>())));
    }

    [Fact]
    public void Set_OlderVersion_StoresTheNewShapeWithItsVersionAndUnknownMembers()
    {
        var json = _next.Edit("""{"tickets":{"categoryId":5,"limits":{"open":1}}}""", draft =>
        {
            var settings = draft.Get<TicketSettingsNext>();
            settings.Footer = "f";
            draft.Set(settings);
        });

        Assert.Equal("""{"tickets":{"limits":{"open":1},"category":5,"footer":"f","$v":3}}""", json);
        Assert.Equal("f", _next.Get<TicketSettingsNext>(json).Footer);
    }

    [Fact]
    public void Get_VersionInBetween_IsPassedToTheUpgrade()
        => Assert.Equal("from 2", _next.Get<TicketSettingsNext>("""{"tickets":{"$v":2}}""").Footer);

    [Fact]
    public void Set_NewSection_StoresItsVersionUnlessNothingIsSet()
    {
        Assert.Equal("""{"tickets":{"$v":3,"category":"5"}}""", _next.Edit("{}", draft => draft.Set(new TicketSettingsNext { Category = 5 })));
        Assert.Equal("{}", _next.Edit("""{"tickets":{"$v":3,"category":5}}""", draft => draft.Set(new TicketSettingsNext())));
    }

    [Fact]
    public void Get_NewerVersion_SaysWhichVersionsAreKnown()
    {
        var json = _next.Edit("{}", draft => draft.Set(new TicketSettingsNext { Category = 5 }));

        var error = Assert.Throws<GuildConfigException>(() => _old.Get<TicketSettings>(json));

        Assert.Contains("schema version 3", error.Message, StringComparison.Ordinal);
        Assert.Contains("up to 1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("\"2\"")]
    public void Get_VersionThatIsNone_IsDamage(string version)
    {
        var error = Assert.Throws<GuildConfigException>(() => _next.Get<TicketSettingsNext>($$$"""{"tickets":{"$v":{{{version}}}}}"""));

        Assert.Contains("Its schema version, the member '$v', is not a number from 1.", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Get_FirstVersionWrittenOut_IsTheFirst()
    {
        const string Json = """{"tickets":{"$v":1,"categoryId":5}}""";

        Assert.Equal(5UL, _old.Get<TicketSettings>(Json).CategoryId);
        Assert.Equal((5UL, "from 1"), (_next.Get<TicketSettingsNext>(Json).Category, _next.Get<TicketSettingsNext>(Json).Footer));
    }

    [Fact]
    public void Get_UpgradeFails_NamesTheSection()
    {
        var registry = Registered.Registry(Registered.Section<FlatSettings>("flat", o =>
        {
            o.SchemaVersion = 2;
            o.Upgrade = (_, _) => throw new FormatException("no");
        }));

        var error = Assert.Throws<GuildConfigException>(() => registry.Get<FlatSettings>("""{"flat":{}}"""));

        Assert.Contains("'flat'", error.Message, StringComparison.Ordinal);
        Assert.IsType<FormatException>(error.InnerException);
    }

    [Fact]
    public void Get_OlderVersionWithoutUpgrade_IsReadAsItIs()
    {
        var registry = Registered.Registry(Registered.Section<FlatSettings>("flat", o => o.SchemaVersion = 2));

        Assert.Equal(1UL, registry.Get<FlatSettings>("""{"flat":{"channelId":1}}""").ChannelId);
    }

    private static void Upgrade(JsonObject stored, int fromVersion)
    {
        if (stored["categoryId"] is { } category)
        {
            stored.Remove("categoryId");
            stored["category"] = category;
        }

        stored["footer"] = $"from {fromVersion}";
    }
}
