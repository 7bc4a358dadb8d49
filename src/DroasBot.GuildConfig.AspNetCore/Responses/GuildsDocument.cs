namespace DroasBot.GuildConfig.AspNetCore.Responses;

/// <summary>Several guilds.</summary>
/// <param name="Guilds">Those that the caller may see, in the requested order, each once.</param>
/// <param name="Denied">The snowflakes of the others.</param>
internal sealed record GuildsDocument(IReadOnlyList<GuildDocument> Guilds, IReadOnlyList<string> Denied);
