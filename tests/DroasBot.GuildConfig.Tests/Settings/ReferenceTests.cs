using System.Collections.Frozen;
using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;
using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Settings;

/// <summary>References to a channel, a role or a user are found by their attribute, never by their number.</summary>
public sealed class ReferenceTests
{
    private const ulong Gone = 1034567890123456789;

    private static readonly Gen<ulong> _id = Gen.Elements(Gone, 2UL, 3UL, Gone + 1);

    private static readonly EverySettings _full = new()
    {
        Counter = Gone,
        LogChannelId = Gone,
        Staff = [Gone, 2, Gone],
        ByUser = ImmutableDictionary<ulong, Severity>.Empty.Add(Gone, Severity.High).Add(3, Severity.Low),
        ByTopic = ImmutableDictionary<string, ulong>.Empty.Add("a.b", Gone).Add("c", 4),
        Rule = new("x", 2, Gone),
        Rules = [new("y", 3, 5), new("z", 4, Gone)],
        Words = [$"{Gone}"],
    };

    /// <summary>Settings with a few ids, some marked and some not.</summary>
    private static readonly Gen<EverySettings> _any =
        from counter in _id
        from log in _id
        from staff in _id.ListOf()
        from users in _id.ListOf()
        from topics in _id.ListOf()
        from rules in _id.ListOf()
        select new EverySettings
        {
            Counter = counter,
            LogChannelId = log == 2 ? null : log,
            Staff = [.. staff.Take(3)],
            ByUser = users.Distinct().ToImmutableDictionary(id => id, id => (Severity)(id % 2)),
            ByTopic = topics.Select((id, index) => (id, index)).ToImmutableDictionary(topic => $"t{topic.index}", topic => topic.id),
            Rules = [.. rules.Select(id => new EverySettings.Escalation($"{id}", 2, id == 3 ? null : id))],
            Words = staff.Select(id => $"{id}").ToFrozenSet(),
        };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void MapReferences_NumbersAndOtherKeys_KeepTheirForm()
    {
        var section = Registered.Registry(Registered.Section<EverySettings>("every")).Sections[0];

        var mapped = section.MapReferences(
            """{"logChannelId":7,"staff":[1,"2",3],"byUser":{"x":"Low","0":"Low","5":"High"},"byTopic":{"a":4}}"""u8.ToArray(),
            reference => reference.Id switch { 0 => throw new InvalidOperationException(reference.Path), 2 => null, 5 => 6, _ => reference.Id });

        Assert.Equal("""{"logChannelId":7,"staff":[1,3],"byUser":{"x":"Low","0":"Low","6":"High"},"byTopic":{"a":4}}""", Encoding.UTF8.GetString(mapped!.Value.Span));
    }

    [Fact]
    public void FindReferences_ObjectsInADictionary_HaveTheirKeyInThePath()
    {
        var registry = Registered.Registry(Registered.Section<Named>("named"));
        var snapshot = new GuildConfigSnapshot(1, null, null, registry.Read("""{"named":{"rules":{"a.b":{"name":"x","threshold":1,"channelId":"5"}}}}"""), 1, 2, 3);

        Assert.Equal([new GuildReference(@"named.rules.a\.b.channelId", GuildReferenceKind.Channel, 5)], snapshot.FindReferences());
    }

    [Fact]
    public async Task FindReferences_OfAGuild_AreTheMarkedOnes()
    {
        await using var host = await StartAsync();
        var snapshot = await FillAsync(host);

        var references = snapshot.FindReferences();

        Assert.Equal(
            [
                new("welcomeChannelId", GuildReferenceKind.Channel, Gone), new("every.logChannelId", GuildReferenceKind.Channel, Gone),
                new("every.staff.0", GuildReferenceKind.Role, Gone), new("every.staff.1", GuildReferenceKind.Role, 2), new("every.staff.2", GuildReferenceKind.Role, Gone),
                new(@"every.byTopic.a\.b", GuildReferenceKind.Channel, Gone), new("every.byTopic.c", GuildReferenceKind.Channel, 4),
                new("every.byUser.1034567890123456789", GuildReferenceKind.User, Gone), new("every.byUser.3", GuildReferenceKind.User, 3),
                new("every.rule.channelId", GuildReferenceKind.Channel, Gone), new("every.rules.0.channelId", GuildReferenceKind.Channel, 5), new("every.rules.1.channelId", GuildReferenceKind.Channel, Gone),
                new("strict.channelId", GuildReferenceKind.Channel, Gone), new("strict.other", GuildReferenceKind.Channel, Gone),
            ],
            references.OrderBy(reference => reference.Path.StartsWith("strict", StringComparison.Ordinal)).ThenBy(reference => Order(reference.Path)).ThenBy(reference => reference.Path, StringComparer.Ordinal));
        Assert.Equal(references.Where(reference => reference.Id == Gone), snapshot.FindReferences(Gone));
    }

    [Fact]
    public async Task Forget_DeletedObject_ClearsItsMarkedReferencesInOneUndoableChange()
    {
        await using var host = await StartAsync();
        var before = await FillAsync(host);
        IReadOnlyList<string> cleared = [];

        var after = await host.Service.UpdateAsync(1, e => cleared = e.Forget(Gone), cancellationToken: Token);

        Assert.Empty(after.FindReferences(Gone));
        Assert.Equal(before.FindReferences(Gone).Select(reference => reference.Path).Order(), cleared.Order());
        Assert.Equal(before.Revision + 1, after.Revision);
        var every = after.Get<EverySettings>();
        Assert.Equal((Gone, null, null), (every.Counter, every.LogChannelId, every.Rule.ChannelId));
        Assert.Equal([2UL], every.Staff);
        Assert.Equal([3UL], every.ByUser.Keys);
        Assert.Equal(["c"], every.ByTopic.Keys);
        Assert.Equal([5UL, null], every.Rules.Select(rule => rule.ChannelId));
        Assert.Equal([$"{Gone}"], every.Words);
        Assert.Equal((0UL, null), (after.Get<Strict>().ChannelId, after.Get<Strict>().Other));
        Assert.Contains("\"later\":1034567890123456789", after.SettingsJson, StringComparison.Ordinal);

        var restored = await host.Get<IGuildConfigChangeLog>().RestoreAsync(1, before.Revision, cancellationToken: Token);
        Assert.Equal(before.SettingsJson, restored.SettingsJson);
        Assert.Equal(Gone, restored.WelcomeChannelId);
    }

    [Fact]
    public async Task Forget_UnreferencedId_ChangesNothing()
    {
        await using var host = await StartAsync();
        var before = await FillAsync(host);
        IReadOnlyList<string>? cleared = null;

        var after = await host.Service.UpdateAsync(1, e => cleared = e.Forget(77), cancellationToken: Token);

        Assert.Empty(cleared!);
        Assert.Equal(before.Revision, after.Revision);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => host.Service.UpdateAsync(1, e => e.Forget(0), cancellationToken: Token));
    }

    [Fact]
    public void Forget_InAnySettings_DropsTheMarkedOccurrencesAndNothingElse()
        => Prop.ForAll(
            _any.ToArbitrary(),
            settings =>
            {
                var registry = Registered.Registry(Registered.Section<EverySettings>("every"));
                var json = registry.Edit("{}", draft => draft.Set(settings));
                var before = ReferencesIn(registry.Read(json));

                var forgotten = registry.Edit(json, draft => draft.Forget(reference => reference.Id == Gone ? null : reference.Id));

                var after = registry.Get<EverySettings>(forgotten);
                Assert.Equal(before.Where(reference => reference.Id != Gone).Select(WithoutIndex), ReferencesIn(registry.Read(forgotten)).Select(WithoutIndex));
                Assert.Equal(settings.Counter, after.Counter);
                Assert.Equal(settings.Words.Order(StringComparer.Ordinal), after.Words.Order(StringComparer.Ordinal));
                Assert.Equal(settings.Rules.Select(rule => rule with { ChannelId = null }), after.Rules.Select(rule => rule with { ChannelId = null }));
                Assert.Equal(json, registry.Edit(forgotten, draft => draft.ReplaceAll(json)));
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public async Task CopyFrom_AnotherGuild_MapsItsReferencesAndDropsTheOthers()
    {
        await using var host = await StartAsync();
        var source = await FillAsync(host);
        IReadOnlyList<string> dropped = [];

        var copy = await host.Service.UpdateAsync(
            2,
            e =>
            {
                e.ReplaceSettingsJson("""{"mine":1,"strict":{"channelId":"9"}}""");
                dropped = e.CopyFrom(source, reference => reference.Id switch { Gone => 99, 2 => 22, 4 => 44, _ => null });
            },
            cancellationToken: Token);

        var every = copy.Get<EverySettings>();
        Assert.Equal((99UL, 99UL, 99UL, Gone), (copy.WelcomeChannelId, every.LogChannelId, every.Rule.ChannelId, every.Counter));
        Assert.Equal([99UL, 22, 99], every.Staff);
        Assert.Equal([99UL], every.ByUser.Keys);
        Assert.Equal([("a.b", 99UL), ("c", 44UL)], every.ByTopic.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value)));
        Assert.Equal([null, 99UL], every.Rules.Select(rule => rule.ChannelId));
        Assert.Equal(["every.byUser.3", "every.rules.0.channelId", "foreign"], dropped.Order(StringComparer.Ordinal));
        Assert.Contains("\"mine\":1", copy.SettingsJson, StringComparison.Ordinal);
        Assert.DoesNotContain("foreign", copy.SettingsJson, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CopyFrom_UnreadableSection_IsRefused()
    {
        await using var host = await StartAsync();
        await FillAsync(host);
        await host.ExecuteAsync("""UPDATE guild_config SET settings = '{"every":{"warnLimit":"many"}}'""");
        await host.RestartAsync();
        var source = await host.Service.GetAsync(1, Token);

        await Assert.ThrowsAsync<GuildConfigException>(() => host.Service.UpdateAsync(2, e => e.CopyFrom(source, reference => reference.Id), cancellationToken: Token));

        Assert.Equal(["welcomeChannelId"], source.FindReferences().Select(reference => reference.Path));
        Assert.False((await host.Service.GetAsync(2, Token)).Exists);
    }

    private static List<GuildReference> ReferencesIn(GuildSettings settings)
        => [.. settings.Registry.Sections.SelectMany(section => section.FindReferences(1, settings)).OrderBy(reference => Order(reference.Path)).ThenBy(WithoutIndex)];

    /// <summary>List items move up when an earlier one is removed.</summary>
    private static string WithoutIndex(GuildReference reference)
        => $"{string.Join('.', reference.Path.Split('.').Where(part => !int.TryParse(part, CultureInfo.InvariantCulture, out _)))} {reference.Id}";

    private static int Order(string path)
        => Array.FindIndex(["welcome", "every.log", "every.staff", "every.byTopic", "every.byUser", "every.rule.", "every.rules"], prefix => path.StartsWith(prefix, StringComparison.Ordinal));

    private static async Task<GuildConfigSnapshot> FillAsync(TestHost host)
        => await host.Service.UpdateAsync(
            1,
            e =>
            {
                e.ReplaceSettingsJson($$$"""{"strict":{"later":{{{Gone}}} },"foreign":{"channelId":{{{Gone}}} } }""");
                e.WelcomeChannelId = Gone;
                e.Set(_full);
                e.Set(new Strict { ChannelId = Gone, Other = Gone });
            },
            cancellationToken: Token);

    private static Task<TestHost> StartAsync()
        => TestHost.StartAsync(services: services => services.AddGuildConfig().AddSettings<EverySettings>("every").AddSettings<Strict>("strict"));

    public sealed record Strict
    {
        [ChannelId]
        public ulong ChannelId { get; init; }

        [ChannelId]
        [Required]
        public ulong? Other { get; init; }
    }

    private sealed record Named
    {
        public ImmutableDictionary<string, EverySettings.Escalation> Rules { get; init; } = ImmutableDictionary<string, EverySettings.Escalation>.Empty;
    }
}
