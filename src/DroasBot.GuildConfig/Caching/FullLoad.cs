namespace DroasBot.GuildConfig.Caching;

/// <summary>A load of all guilds that is under way.</summary>
/// <param name="Number">Later loads have higher numbers.</param>
/// <param name="Generations">The generation of each stripe when the load began.</param>
internal sealed record FullLoad(int Number, long[] Generations);
