namespace DroasBot.GuildConfig.Dashboard.Guilds;

/// <summary>A page of a user's guilds.</summary>
/// <param name="Guilds">The guilds, in ascending order of their ids.</param>
/// <param name="Next">Where the next page begins; <see langword="null"/> at the end.</param>
internal sealed record MyGuildPage(IReadOnlyList<MyGuild> Guilds, string? Next);
