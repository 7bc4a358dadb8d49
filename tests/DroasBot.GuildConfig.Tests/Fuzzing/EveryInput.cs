using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Tests.Settings;

namespace DroasBot.GuildConfig.Tests.Fuzzing;

/// <summary>Valid settings of all kinds, as seeds.</summary>
internal static class EveryInput
{
    public static readonly SettingsRegistry Registry = Registered.Registry(
        Registered.Section<EverySettings>("every"), Registered.Section<ModerationSettings>("moderation"), Registered.Section<TicketSettings>("tickets"));

    public static readonly string[] Texts =
    [
        "{}",
        """{"every":{"enabled":false,"warnLimit":7,"balance":"-5","ratio":1.5,"price":1.10,"greeting":"hi","farewell":null,"severity":"High"}}""",
        """{"every":{"override":"Low","abilities":"Read, Write","muteFor":"01:30:00","since":"2031-02-03T04:05:06+00:00","counter":"18446744073709551615"}}""",
        """{"every":{"logChannelId":"81384788765712384","staff":["1","2"],"byUser":{"5":"High"},"byTopic":{"a.b\\c":"9"},"words":["a","b"]}}""",
        """{"every":{"rule":{"name":"x","threshold":4,"channelId":"9"},"rules":[{"name":"y","threshold":1},{"name":"z","threshold":2,"new":[1]}]},"other":{"a":[1,{"b":null}]}}""",
        """{ "moderation" : {"warnLimit":50,"greeting":"\u00fc","moderators":["1"],"overrides":{"7":"High"},"weights":{"k":1},"unknown":{"x":1e0}} , "every":{} }""",
        """{"tickets":{},"moderation":{"rule":{"name":"first","threshold":2}},"$comment":"kept"}""",
    ];

    public static string Text(Random random) => TextMutation.MutateOne(Texts, random);

    public static GuildConfigSnapshot Snapshot(string settings)
        => new(Registered.Guild, welcomeChannelId: null, background: null, Registry.Read(settings), createdAt: 1, updatedAt: 2, revision: 3);
}
