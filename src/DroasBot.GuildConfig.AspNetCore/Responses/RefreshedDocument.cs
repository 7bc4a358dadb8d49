namespace DroasBot.GuildConfig.AspNetCore.Responses;

/// <summary>Says that the guild is to be read again: what came before this revision is not known one by one.</summary>
/// <param name="Revision">The revision from which on changes are told.</param>
internal sealed record RefreshedDocument(long Revision);
