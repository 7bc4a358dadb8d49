using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Telemetry;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Moq;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Settings;

public sealed class SettingsRegistryTests
{
    [Fact]
    public void Read_EmptyObject_IsTheSharedDefaults()
    {
        var registry = Registered.ModerationAndTickets();

        Assert.Same(registry.Defaults, registry.Read("{}"));
        Assert.NotSame(registry.Defaults, registry.Read("{ }"));
    }

    [Fact]
    public void Constructor_WithoutSections_KeepsStoredText()
        => Assert.Equal("""{"moderation":{ }}""", new SettingsRegistry([]).Read("""{"moderation":{ }}""").Json);

    [Fact]
    public void AddSettings_ResolvedFromServices_FindsEverySection()
    {
        var builder = Builder();
        builder.AddSettings<ModerationSettings>("moderation").AddSettings<TicketSettings>("tickets");
        builder.Services.AddLogging().AddSingleton<SettingsRegistry>();
        using var provider = builder.Services.BuildServiceProvider();

        Assert.Equal(["moderation", "tickets"], provider.GetRequiredService<SettingsRegistry>().Sections.Select(section => section.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1a")]
    [InlineData("a.b")]
    [InlineData("$v")]
    [InlineData("a\n")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void AddSettings_BadName_NamesArgumentAndValue(string name)
    {
        var error = Assert.Throws<ArgumentException>(() => Builder().AddSettings<ModerationSettings>(name));

        Assert.Equal("name", error.ParamName);
        Assert.Contains(QuotedText.Of(name), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddSettings_NullArgument_Throws()
    {
        Assert.Throws<ArgumentNullException>(() => Builder().AddSettings<ModerationSettings>(null!));
        Assert.Throws<ArgumentNullException>(() => GuildConfigBuilderExtensions.AddSettings<ModerationSettings>(null!, "a"));
    }

    [Fact]
    public void AddSettings_NameOrTypeTwice_NamesBoth()
    {
        var builder = Builder().AddSettings<ModerationSettings>("moderation");

        var sameName = Assert.Throws<ArgumentException>(() => builder.AddSettings<TicketSettings>("moderation"));
        var sameType = Assert.Throws<ArgumentException>(() => builder.AddSettings<ModerationSettings>("other"));

        Assert.Contains("'moderation'", sameName.Message, StringComparison.Ordinal);
        Assert.Contains("ModerationSettings", sameType.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddSettings_OptionsOutOfRange_Throws()
    {
        var version = Assert.Throws<ArgumentOutOfRangeException>(() => Builder().AddSettings<FlatSettings>("a", o => o.SchemaVersion = 0));
        var missing = Assert.Throws<ArgumentException>(() => Builder().AddSettings<FlatSettings>("a", o => o.Defaults = () => null!));
        var list = Assert.Throws<ArgumentException>(() => Builder().AddSettings<List<string>>("a"));
        Assert.Throws<ArgumentException>(() => Builder().AddSettings<Unserializable>("a"));
        var reserved = Assert.Throws<ArgumentException>(() => Builder().AddSettings<WithReservedName>("a"));

        Assert.Contains("of the settings 'a' must be from 1 to", version.Message, StringComparison.Ordinal);
        Assert.Contains($"The factory of the defaults of {typeof(FlatSettings)} returned null.", missing.Message, StringComparison.Ordinal);
        Assert.Contains("is not written as a JSON object with a member for each property.", list.Message, StringComparison.Ordinal);
        Assert.Contains("has a member with the JSON name '$v', which is reserved", reserved.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_HeldDefaults_ReplaceThoseOfTheHost()
    {
        var registry = Registered.ModerationAndTickets();
        var then = registry.DefaultsText.Replace("\"warnLimit\":3", "\"warnLimit\":9", StringComparison.Ordinal);

        Assert.Equal((9, 9), (registry.Read("{}", then).Get<ModerationSettings>(1).WarnLimit, registry.Read("""{"moderation":{"greeting":"x"}}""", then).Get<ModerationSettings>(1).WarnLimit));
        Assert.Equal(5, registry.Read("""{"moderation":{"warnLimit":5}}""", then).Get<ModerationSettings>(1).WarnLimit);
        Assert.Same(registry.Defaults, registry.Read("{}", registry.DefaultsText));
        Assert.Same(registry.Defaults, registry.Read("{}", heldDefaults: null));
    }

    [Fact]
    public void FindSection_Unknown_NamesThoseThereAre()
    {
        var several = Assert.Throws<ArgumentException>(() => Registered.ModerationAndTickets().FindSection("nope.x"));
        var none = Assert.Throws<ArgumentException>(() => new SettingsRegistry().FindSection("nope"));

        Assert.Contains("There is no section 'nope'; there are moderation, tickets.", several.Message, StringComparison.Ordinal);
        Assert.Contains("There is no section 'nope'; there are none.", none.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_MutableSection_WarnsOfItsMembersOnce()
    {
        var logger = new Mock<ILogger<SettingsRegistry>>();
        logger.Setup(l => l.IsEnabled(LogLevel.Warning)).Returns(true);

        _ = new SettingsRegistry([Registered.Section<ModerationSettings>("moderation"), Registered.Section<TicketSettings>("tickets")], logger.Object);

        var call = Assert.Single(logger.Invocations, invocation => invocation.Method.Name == nameof(ILogger.Log));
        Assert.Equal(60, ((EventId)call.Arguments[1]).Id);
        Assert.Contains("'tickets'", call.Arguments[2].ToString(), StringComparison.Ordinal);
        Assert.Contains("CategoryId, Subjects, Limits", call.Arguments[2].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddSettings_MutableType_WarnsWhenTheHostStarts()
    {
        using var log = new EventRecorder();

        await using var host = await TestHost.StartAsync(
            options => options.PreloadOnStartup = false,
            services => services.AddLogging(logging => logging.AddProvider(log)).AddGuildConfig().AddSettings<TicketSettings>("tickets").AddSettings<FlatSettings>("flat"));

        var warning = Assert.Single(log.OfTheLibrary, entry => entry.Level == LogLevel.Warning);
        Assert.Equal(60, warning.Id);
        Assert.Contains("CategoryId, Subjects, Limits", warning.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"unregistered":17}""")]
    [InlineData("""{"moderation":{"warnLimit":5}}""")]
    [InlineData("""{"moderation":{"warnLimit":0}}""")]
    [InlineData("""{"moderation":{"$v":9,"warnLimit":0}}""")]
    public void ThrowIfUnreadable_ReadableSections_Passes(string json)
    {
        var registry = Registered.ModerationAndTickets();

        registry.ThrowIfUnreadable(Registered.Guild, registry.Read(json));
    }

    [Theory]
    [InlineData("""{"moderation":{"warnLimit":"x"}}""")]
    [InlineData("""{"moderation":7}""")]
    [InlineData("damaged")]
    public void ThrowIfUnreadable_Unreadable_Throws(string json)
    {
        var registry = Registered.ModerationAndTickets();

        Assert.Throws<GuildConfigException>(() => registry.ThrowIfUnreadable(Registered.Guild, registry.Read(json)));
    }

    [Fact]
    public void ThrowIfUnfit_ViolationsInTwoSections_NamesAll()
    {
        var registry = Registered.Registry(
            Registered.Section<ModerationSettings>("moderation"),
            Registered.Section<FlatSettings>("flat", o => o.Validate = s => s.Enabled ? ["Not both."] : []));

        var error = Assert.Throws<GuildSettingsValidationException>(() => registry.ThrowIfUnfit(
            Registered.Guild, registry.Defaults, registry.Read("""{"moderation":{"warnLimit":0},"flat":{"enabled":true}}"""), "json"));

        Assert.Equal("moderation", error.Section);
        Assert.Equal(["moderation.warnLimit", "flat"], error.Violations.Select(violation => violation.Path));
        Assert.All(["WarnLimit", "Not both."], part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    private static IGuildConfigBuilder Builder()
        => Mock.Of<IGuildConfigBuilder>(builder => builder.Services == new ServiceCollection());

    private sealed class Unserializable
    {
        public Type Type { get; set; } = typeof(string);
    }

    private sealed class WithReservedName
    {
        [System.Text.Json.Serialization.JsonPropertyName("$v")]
        public int Version { get; set; }
    }
}
