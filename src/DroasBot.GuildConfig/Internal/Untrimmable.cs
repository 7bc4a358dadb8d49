namespace DroasBot.GuildConfig.Internal;

/// <summary>Compiler messages for hosts that trim; see docs/operate/troubleshooting.md.</summary>
internal static class Untrimmable
{
    public const string EntityFramework = "EF Core builds its model and its queries by reflection.";
    public const string Settings = "Settings are read, written and validated by reflection.";
}
