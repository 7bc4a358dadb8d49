namespace DroasBot.GuildConfig.AspNetCore.Responses;

/// <summary>Tells the client to read the guild again: the changes up to this revision are not known individually.</summary>
/// <param name="Revision">The revision after which changes are sent.</param>
internal sealed record RefreshedDocument(long Revision);
