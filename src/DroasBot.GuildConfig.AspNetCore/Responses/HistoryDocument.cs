namespace DroasBot.GuildConfig.AspNetCore.Responses;

/// <summary>A page of a guild's history.</summary>
/// <param name="Changes">The changes, newest first.</param>
/// <param name="NextBefore">The value of <c>before</c> for the next page; <see langword="null"/> if this is the last one.</param>
internal sealed record HistoryDocument(IReadOnlyList<ChangeDocument> Changes, long? NextBefore);
