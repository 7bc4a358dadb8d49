namespace DroasBot.GuildConfig.Benchmarks.Readers;

/// <summary>The revision of a snapshot.</summary>
internal readonly struct RevisionMember : IMember<GuildConfigSnapshot>, IMember<SharedSnapshot>
{
    public static int Read(GuildConfigSnapshot value) => value.Revision > 0 ? 1 : 0;

    public static int Read(SharedSnapshot value) => Read(value.Snapshot);
}
