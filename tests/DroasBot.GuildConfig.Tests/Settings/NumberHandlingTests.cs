using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json.Serialization;
using DroasBot.GuildConfig.Settings;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Settings;

/// <summary>[JsonNumberHandling] holds for collections with this library's converters as for all others.</summary>
public sealed class NumberHandlingTests
{
    private const JsonNumberHandling Special = JsonNumberHandling.AllowNamedFloatingPointLiterals;

    [Fact]
    public void Set_HandlingOfMembers_IsAppliedToTheirItems()
    {
        var text = RoundTrip(new OnMembers
        {
            Immutable = ImmutableDictionary<string, double>.Empty.Add("a", double.NaN),
            FrozenSet = FrozenSet.Create(double.PositiveInfinity),
            Frozen = new Dictionary<string, int> { ["b"] = 2 }.ToFrozenDictionary(),
            List = [double.NaN],
        });

        Assert.Equal("""{"numbers":{"immutable":{"a":"NaN"},"frozenSet":["Infinity"],"frozen":{"b":"2"},"list":["NaN"]}}""", text);
    }

    [Fact]
    public void Set_HandlingOfTheType_IsAppliedToTheItemsOfItsMembers()
    {
        var text = RoundTrip(new OnType { Immutable = ImmutableDictionary<string, double>.Empty.Add("a", double.NaN), List = [double.NaN] });

        Assert.Equal("""{"numbers":{"immutable":{"a":"NaN"},"list":["NaN"]}}""", text);
    }

    private static string RoundTrip<TSettings>(TSettings value)
        where TSettings : class, new()
    {
        var registry = new SettingsRegistry([new SettingsSection<TSettings>("numbers", new GuildSettingsOptions<TSettings>())]);
        var draft = new GuildSettingsDraft(1, registry.Defaults);
        draft.Set(value);
        var text = draft.ToSettings().Json;
        var again = new GuildSettingsDraft(1, registry.Defaults);
        again.Set(registry.Read(text).Get<TSettings>(1));
        Assert.Equal(text, again.ToSettings().Json);
        return text;
    }

    private sealed record OnMembers
    {
        [JsonNumberHandling(Special)]
        public ImmutableDictionary<string, double> Immutable { get; init; } = ImmutableDictionary<string, double>.Empty;

        [JsonNumberHandling(Special)]
        public FrozenSet<double> FrozenSet { get; init; } = [];

        [JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)]
        public FrozenDictionary<string, int> Frozen { get; init; } = FrozenDictionary<string, int>.Empty;

        [JsonNumberHandling(Special)]
        public ImmutableArray<double> List { get; init; } = [];
    }

    [JsonNumberHandling(Special)]
    private sealed record OnType
    {
        public ImmutableDictionary<string, double> Immutable { get; init; } = ImmutableDictionary<string, double>.Empty;

        public ImmutableArray<double> List { get; init; } = [];
    }
}
