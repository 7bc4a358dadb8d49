using DroasBot.GuildConfig.Benchmarks.Databases;

namespace DroasBot.GuildConfig.Benchmarks.Readers;

/// <summary>Reads a member of the value found, so that finding it is not enough.</summary>
internal static class Member
{
    public static int Of(GuildConfigSnapshot snapshot) => snapshot.Revision > 0 ? 1 : 0;

    public static int Of(ModerationSettings settings) => settings.WarnLimit > 0 ? 1 : 0;

    /// <summary>Gets the result of a look-up that has completed synchronously, because its value is cached.</summary>
    public static T Cached<T>(ValueTask<T> task) => task.IsCompletedSuccessfully ? task.Result : throw new InvalidOperationException("A guild is not cached.");
}
