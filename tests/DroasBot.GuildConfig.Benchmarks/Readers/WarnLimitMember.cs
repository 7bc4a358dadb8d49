using DroasBot.GuildConfig.Benchmarks.Databases;

namespace DroasBot.GuildConfig.Benchmarks.Readers;

/// <summary>A number of the settings: of their own, or in a snapshot.</summary>
internal readonly struct WarnLimitMember : IMember<ModerationSettings>, IMember<GuildConfigSnapshot>
{
    public static int Read(ModerationSettings value) => value.WarnLimit > 0 ? 1 : 0;

    public static int Read(GuildConfigSnapshot value) => Read(value.Get<ModerationSettings>());
}
