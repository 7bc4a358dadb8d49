namespace DroasBot.GuildConfig.Caching;

/// <summary>A load of all guilds in progress.</summary>
/// <param name="Generations">The generation of each stripe when the load began.</param>
/// <param name="IsRefresh">Whether something was cached when the load began. Then all rows must be seen, even when no further guild fits.</param>
/// <param name="AddsGuilds">Whether guilds that were not cached are added.</param>
internal sealed record FullLoad(int[] Generations, bool IsRefresh, bool AddsGuilds);
