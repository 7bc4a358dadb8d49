namespace DroasBot.GuildConfig.Dashboard.Guilds;

/// <summary>A guild that the signed-in user may see.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">The name that the page shows.</param>
/// <param name="Sections">What the user may change; <see langword="null"/> for everything.</param>
internal sealed record MyGuild(string Id, string Name, IReadOnlyList<string>? Sections);
