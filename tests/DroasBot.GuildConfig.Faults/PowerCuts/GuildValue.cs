namespace DroasBot.GuildConfig.Faults.PowerCuts;

/// <summary>A guild's configuration in the format of the recorded node's marks.</summary>
internal static class GuildValue
{
    public const string Absent = "none";

    public static string Of(GuildConfigSnapshot snapshot)
        => snapshot.Exists
            ? $"{snapshot.WelcomeChannelId?.ToString() ?? "-"}:{snapshot.Background?.FilePath ?? snapshot.Background?.ContentHash ?? "-"}"
            : Absent;
}
