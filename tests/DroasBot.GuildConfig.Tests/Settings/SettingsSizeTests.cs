using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Settings;

public sealed class SettingsSizeTests(ITestOutputHelper output)
{
    private static string Numbers(int count) => string.Join(',', Enumerable.Range(1, count));

    private static string Snowflakes(int count) => string.Join(',', Enumerable.Range(1, count).Select(number => $"\"{81384788765712384 + (ulong)number}\""));

    private static string Words(int count, int length) => string.Join(',', Enumerable.Range(1, count).Select(number => $"\"{number.ToString(CultureInfo.InvariantCulture).PadLeft(length, 'w')}\""));

    private static string Entries(int count, string value) => string.Join(',', Enumerable.Range(1, count).Select(number => $"\"key{number}\":{value}"));

    [Fact]
    public void EstimatedBytes_OfAnyShape_IsCloseToTheHeapSize()
    {
        var wrong = new List<string>();
        Measure<FlatSettings>(wrong, """{"channelId":"81384788765712384","enabled":true}""");
        Measure<ModerationSettings>(wrong, """{"warnLimit":5,"greeting":"Hello to everybody!","moderators":[1,2,3,4,5,6,7,8]}""");
        Measure<ModerationSettings>(wrong, """{"overrides":{"1":"High","2":"Low","3":"Low","4":"Low"},"words":["a","b","c"],"rule":{"name":"r"}}""");
        Measure<ImmutableHolder<string>>(wrong, "{\"value\":\"" + new string('x', 400) + "\"}");
        Measure<ImmutableHolder<string>>(wrong, "{\"value\":\"" + string.Concat(Enumerable.Repeat("äöü😀", 30)) + "\"}");
        Measure<ImmutableHolder<Uri>>(wrong, """{"value":"https://example.org/pictures/welcome.png"}""");
        Measure<ImmutableHolder<Version>>(wrong, """{"value":"1.2.3"}""");
        Measure<ImmutableHolder<Guid?>>(wrong, """{"value":"0f8fad5b-d9cb-469f-a165-70867728950e"}""");
        Measure<ImmutableHolder<ImmutableArray<int>?>>(wrong, $$"""{"value":[{{Numbers(100)}}]}""");
        Measure<ImmutableHolder<ImmutableArray<ulong>?>>(wrong, $$"""{"value":[{{Snowflakes(20)}}]}""");
        Measure<ImmutableHolder<ImmutableArray<string>?>>(wrong, $$"""{"value":[{{Words(30, 12)}}]}""");
        Measure<ImmutableHolder<ImmutableArray<FlatSettings>?>>(wrong, """{"value":[{"channelId":"1","enabled":true},{"channelId":"2"},{}]}""");
        Measure<ImmutableHolder<ImmutableList<int>>>(wrong, $$"""{"value":[{{Numbers(50)}}]}""");
        Measure<ImmutableHolder<ImmutableHashSet<ulong>>>(wrong, $$"""{"value":[{{Snowflakes(20)}}]}""");
        Measure<ImmutableHolder<ImmutableHashSet<string>>>(wrong, $$"""{"value":[{{Words(20, 5)}}]}""");
        Measure<ImmutableHolder<ImmutableSortedSet<int>>>(wrong, $$"""{"value":[{{Numbers(40)}}]}""");
        Measure<ImmutableHolder<ImmutableDictionary<string, int>>>(wrong, $$$"""{"value":{{{{Entries(25, "7")}}}}}""");
        Measure<ImmutableHolder<ImmutableDictionary<string, string>>>(wrong, $$$"""{"value":{{{{Entries(10, "\"some longer text, such as a message\"")}}}}}""");
        Measure<ImmutableHolder<ImmutableDictionary<ulong, bool>>>(wrong, """{"value":{"81384788765712384":true,"81384788765712385":false,"81384788765712386":true}}""");
        Measure<ImmutableHolder<ImmutableSortedDictionary<string, int>>>(wrong, $$$"""{"value":{{{{Entries(25, "7")}}}}}""");
        Measure<ImmutableHolder<ImmutableDictionary<string, ImmutableArray<int>>>>(wrong, $$$"""{"value":{{{{Entries(5, "[1,2,3,4]")}}}}}""");
        Measure<ImmutableHolder<FrozenSet<string>>>(wrong, $$"""{"value":[{{Words(20, 8)}}]}""");
        Measure<ImmutableHolder<FrozenSet<string>>>(wrong, """{"value":["a","b"]}""");
        Measure<ImmutableHolder<FrozenSet<ulong>>>(wrong, $$"""{"value":[{{Snowflakes(3)}}]}""");
        Measure<ImmutableHolder<FrozenDictionary<ulong, bool>>>(wrong, """{"value":{"81384788765712384":true,"81384788765712385":false}}""");
        Measure<ImmutableHolder<FrozenSet<ulong>>>(wrong, $$"""{"value":[{{Snowflakes(12)}}]}""");
        Measure<ImmutableHolder<FrozenDictionary<string, int>>>(wrong, $$$"""{"value":{{{{Entries(15, "7")}}}}}""");
        Measure<ImmutableHolder<ImmutableArray<int>?>>(wrong, """{"value":[]}""");
        Measure<ImmutableHolder<ImmutableDictionary<string, int>>>(wrong, """{"value":{},"unknown":"belongs to a newer version of this host"}""");
        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    private void Measure<TSettings>(List<string> wrong, string section)
        where TSettings : class, new()
    {
        var registry = Registered.Registry(Registered.Section<TSettings>("section"), Registered.Section<TicketLimits>("other"));
        var json = $$"""{"section":{{section}}}""";
        var read = Read<TSettings>(registry, json);
        var actual = HeapGraph.BytesOf(read, twin: Read<TSettings>(registry, json), shared: registry);
        var ratio = read.EstimatedBytes / (double)actual;
        var line = string.Create(CultureInfo.InvariantCulture, $"{ratio:F2}x of {actual} bytes: {typeof(TSettings)} {section[..Math.Min(60, section.Length)]}");
        output.WriteLine(line);
        if (ratio is < 0.8 or > 1.1)
        {
            wrong.Add(line);
        }
    }

    private static GuildSettings Read<TSettings>(SettingsRegistry registry, string json)
        where TSettings : class, new()
    {
        var read = registry.Read(new string(json));
        _ = read.Get<TSettings>(1);
        return read;
    }
}
