using DroasBot.GuildConfig.Settings;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Settings;

/// <summary>Measures the heap, so nothing else may run meanwhile.</summary>
[Collection(nameof(SettingsSizeTests))]
[CollectionDefinition(nameof(SettingsSizeTests), DisableParallelization = true)]
public sealed class SettingsSizeTests
{
    [Fact]
    public void EstimatedBytes_OfParsedSettings_IsNotBelowWhatTheyTake()
    {
        var registry = Registered.ModerationAndTickets();
        AssertEstimate(registry, """{"moderation":{"warnLimit":5,"greeting":"%","moderators":[1,2,3,4,5,6,7,8]}}""", 10);
        AssertEstimate(registry, """{"moderation":{"overrides":{"1":"High","2":"Low","3":"Low","4":"Low"},"words":["a","b","c"],"rule":{"name":"r"}}}""", 10);
        AssertEstimate(Registered.Registry(Registered.Section<FlatSettings>("flat")), """{"flat":{"channelId":81384788765712384,"enabled":true}}""", 1.6);
    }

    private static void AssertEstimate(SettingsRegistry registry, string json, double slack)
    {
        const int Count = 2000;
        var all = new GuildSettings[Count];
        _ = Parse(registry, json, 0);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Count; i++)
        {
            all[i] = Parse(registry, json, i);
        }

        var actual = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Count;
        GC.KeepAlive(all);
        Assert.InRange(all[0].EstimatedBytes, actual * 0.98, actual * slack);
    }

    private static GuildSettings Parse(SettingsRegistry registry, string json, int seed)
    {
        var settings = registry.Read(json.Replace("%", $"{seed:D10}", StringComparison.Ordinal).Replace("81384788765712384", $"{81384788765712384 + seed}", StringComparison.Ordinal));
        settings = ReferenceEquals(settings.Json, json) ? registry.Read(new string(json)) : settings;
        foreach (var section in registry.Sections)
        {
            _ = section.SettingsType == typeof(FlatSettings) ? (object)settings.Get<FlatSettings>(1)
                : section.SettingsType == typeof(ModerationSettings) ? settings.Get<ModerationSettings>(1)
                : settings.Get<TicketSettings>(1);
        }

        return settings;
    }
}
