using DroasBot.GuildConfig.Benchmarks.Databases;

namespace DroasBot.GuildConfig.Benchmarks.Readers;

/// <summary>Reads a member of what was found, so that finding it is not enough.</summary>
internal static class Member
{
    public static int Of(GuildConfigSnapshot snapshot) => snapshot.Revision > 0 ? 1 : 0;

    public static int Of(ModerationSettings settings) => settings.WarnLimit > 0 ? 1 : 0;

    /// <summary>The result of a look-up that needs no waiting: what is measured is cached.</summary>
    public static T Cached<T>(ValueTask<T> task) => task.IsCompletedSuccessfully ? task.Result : throw new InvalidOperationException("A guild is not cached.");
}
