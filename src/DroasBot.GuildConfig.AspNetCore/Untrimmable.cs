namespace DroasBot.GuildConfig.AspNetCore;

/// <summary>Compiler messages for hosts that trim.</summary>
internal static class Untrimmable
{
    public const string MinimalApis = "Minimal APIs bind parameters by reflection.";
}
