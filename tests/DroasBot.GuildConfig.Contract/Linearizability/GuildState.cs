namespace DroasBot.GuildConfig.Contract.Linearizability;

/// <summary>The specification: a guild at one instant.</summary>
/// <param name="Revision">Its revision; 0 if it has no row.</param>
/// <param name="Value">Its value.</param>
/// <param name="Newest">The newest revision assigned so far.</param>
public readonly record struct GuildState(long Revision, ulong? Value, long Newest)
{
    public static GuildState Initial { get; } = new(0, null, 0);
}
