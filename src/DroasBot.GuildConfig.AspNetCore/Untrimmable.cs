namespace DroasBot.GuildConfig.AspNetCore;

/// <summary>What hosts that trim are told by the compiler.</summary>
internal static class Untrimmable
{
    public const string MinimalApis = "Minimal APIs bind parameters by reflection.";
}
