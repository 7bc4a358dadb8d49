namespace DroasBot.GuildConfig.Storage.Schema;

/// <summary>The clock of a database at one instant.</summary>
/// <param name="Revision">The last revision given out.</param>
/// <param name="Epoch">Which database this is.</param>
internal sealed record Clock(long Revision, string Epoch)
{
    /// <summary>Says that the database has none, which is damage: the migrations put it there.</summary>
    public static FormatException Missing() => new("The table guild_config_clock is empty.");
}
