namespace DroasBot.GuildConfig.Caching;

/// <summary>A load of all guilds that is under way.</summary>
/// <param name="Number">Later loads have higher numbers.</param>
/// <param name="Generations">The generation of each stripe when the load began.</param>
/// <param name="IsRefresh">Whether something was cached when the load began. Then all rows must be seen, even when no further guild fits.</param>
internal sealed record FullLoad(int Number, long[] Generations, bool IsRefresh);
