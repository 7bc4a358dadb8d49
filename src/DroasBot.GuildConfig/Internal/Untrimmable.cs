namespace DroasBot.GuildConfig.Internal;

/// <summary>What hosts that trim are told by the compiler; docs/operate/troubleshooting.md has the whole of it.</summary>
internal static class Untrimmable
{
    public const string EntityFramework = "EF Core builds its model and its queries by reflection.";
    public const string Settings = "Settings are read, written and validated by reflection.";
}
