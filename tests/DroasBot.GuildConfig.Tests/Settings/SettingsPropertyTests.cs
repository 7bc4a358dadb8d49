using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using DroasBot.GuildConfig.Settings;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Settings;

/// <summary>Properties of any settings in any stored text.</summary>
public sealed class SettingsPropertyTests
{
    private static readonly Config _runs = Config.QuickThrowOnFailure.WithMaxTest(300);

    private readonly SettingsRegistry _registry = Registered.ModerationAndTickets();

    private static readonly Gen<string> _space = Gen.Elements("", " ", "\n\t");

    private static readonly Gen<string> _scalar = Gen.Elements(
        "null", "true", "1e0", "-0.0", "18446744073709551615", "1.50", "1e400", "\"\"", "\"\\u0061\\/\"", "\"ü🐸\"", "\"{,}\"", "\"\\ud800\"");

    private static readonly Gen<ulong> _snowflake = ArbMap.Default.GeneratorFor<ulong>();

    private static readonly Gen<ModerationSettings> _moderation =
        from numbers in _snowflake.ListOf()
        from limit in Gen.Choose(1, 100)
        from greeting in Gen.Elements(null, "", "hello", "ü🐸\"\\\0")
        from flags in Gen.Choose(0, 31)
        select new ModerationSettings
        {
            LogChannelId = numbers.Count > 0 ? numbers[0] : null,
            Enabled = (flags & 1) != 0,
            WarnLimit = limit,
            Greeting = greeting,
            Severity = (flags & 2) != 0 ? Severity.High : Severity.Low,
            MutedUntil = (flags & 4) != 0 ? new DateTimeOffset(2030, 1, limit % 28 + 1, 0, 0, 0, TimeSpan.FromHours(limit % 14)).AddTicks(flags) : null,
            Moderators = [.. numbers],
            Overrides = numbers.Distinct().ToImmutableDictionary(id => id, id => (Severity)(id % 2)),
            Words = numbers.Select(id => $"w{id}").ToFrozenSet(),
            Weights = numbers.Distinct().ToFrozenDictionary(id => $"k{id}", id => (int)(id % 1000)),
            Rule = (flags & 8) != 0 ? new EscalationRule(greeting ?? "-", limit, Severity.High) : null,
        };

    [Fact]
    public void Set_AnySettingsInAnyDocument_AreReadBackAndNothingElseChanges()
        => Prop.ForAll(
            (from document in Document() from settings in _moderation.Two() select (document, settings)).ToArbitrary(),
            sample =>
            {
                var (json, (first, second)) = sample;
                var once = _registry.Edit(json, draft => draft.Set(first));
                var twice = _registry.Edit(once, draft => draft.Set(second));

                AssertSame(first, _registry.Get<ModerationSettings>(once));
                AssertSame(second, _registry.Get<ModerationSettings>(twice));
                Assert.Equal(UnknownOf(json), UnknownOf(once));
                Assert.Equal(UnknownOf(json), UnknownOf(twice));
                Assert.Equal(twice, _registry.Edit(twice, draft => draft.Set(second)));
            }).Check(_runs);

    [Fact]
    public void Reset_InAnyDocument_RemovesTheSectionAlone()
        => Prop.ForAll(
            Document().ToArbitrary(),
            json =>
            {
                var reset = _registry.Edit(json, draft => draft.Reset<ModerationSettings>());

                Assert.Equal(UnknownOf(json).Where(member => member.StartsWith('/')), UnknownOf(reset));
                AssertSame(new ModerationSettings(), _registry.Get<ModerationSettings>(reset));
            }).Check(_runs);

    [Fact]
    public void Edit_AnyDamagedDocument_LosesNoneOfItsText()
        => Prop.ForAll(
            (from json in Document() from length in Gen.Choose(0, json.Length - 1) select json[..length]).ToArbitrary(),
            damaged =>
            {
                if (char.IsHighSurrogate(damaged.LastOrDefault()))
                {
                    return;
                }

                var edited = _registry.Edit(damaged, draft => draft.Set(new ModerationSettings { WarnLimit = 9 }));

                Assert.Equal(damaged, JsonDocument.Parse(edited).RootElement.GetProperty(SettingsDocument.RemainsMember).GetString());
                Assert.Equal(9, _registry.Get<ModerationSettings>(edited).WarnLimit);
                Assert.Throws<GuildConfigException>(() => _registry.Get<TicketSettings>(edited));
            }).Check(_runs);

    private static Gen<string> Value(int depth)
        => depth == 0
            ? _scalar
            : Gen.Frequency(
                (3, _scalar),
                (1, from items in Value(depth - 1).ListOf() from space in _space select $"[{space}{string.Join($"{space},", items.Take(3))}]"),
                (1, Object(from value in Value(depth - 1) select value, Gen.Constant<string[]>([]))));

    /// <summary>Generates an object with up to four unknown members of any values, in addition to the given ones.</summary>
    private static Gen<string> Object(Gen<string> value, Gen<string[]> others)
        => from values in value.ListOf()
           from own in others
           from space in _space
           from order in Gen.Choose(0, 3)
           let members = values.Take(4).Select((text, index) => $"\"u{index}\"{space}:{space}{text}").ToList()
           select $"{{{space}{string.Join($"{space},{space}", [.. members.Take(order), .. own, .. members.Skip(order)])}{space}}}";

    private static Gen<string> Document()
        => Object(
            Value(3),
            from section in Object(Value(2), Gen.Elements<string[]>([], ["\"warnLimit\" : 5"], ["\"greeting\":null", "\"severity\": \"High\""]))
            from present in Gen.Elements(true, false)
            select present ? new[] { $"\"moderation\":{section}" } : []);

    /// <summary>Gets the bytes that registered sections do not know, in order: '/' for the document, '.' for the section.</summary>
    private static List<string> UnknownOf(string json)
    {
        var document = RawJsonObject.Parse(Encoding.UTF8.GetBytes(json));
        var unknown = Members(document, '/').ToList();
        return document.TryGet("moderation", out var section) ? [.. unknown, .. Members(RawJsonObject.Parse(section), '.')] : unknown;
    }

    private static IEnumerable<string> Members(RawJsonObject text, char kind)
        => from name in text.Names
           where name.StartsWith('u')
           select text.TryGet(name, out var value) ? $"{kind}{name}={Encoding.UTF8.GetString(value.Span)}" : name;

    private static void AssertSame(ModerationSettings expected, ModerationSettings actual)
    {
        Assert.Equal(expected with { Moderators = actual.Moderators, Overrides = actual.Overrides, Words = actual.Words, Weights = actual.Weights }, actual);
        Assert.Equal(expected.Moderators, actual.Moderators);
        Assert.Equal(expected.Overrides.OrderBy(pair => pair.Key), actual.Overrides.OrderBy(pair => pair.Key));
        Assert.True(actual.Words.SetEquals(expected.Words));
        Assert.Equal(expected.Weights.OrderBy(pair => pair.Key, StringComparer.Ordinal), actual.Weights.OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }
}
