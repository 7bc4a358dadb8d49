namespace DroasBot.GuildConfig.Storage.Transfer;

/// <summary>What a move has copied, and what was found in the target afterwards.</summary>
/// <param name="Source">The name of the database that was read.</param>
/// <param name="Target">The name of the database that has the copy.</param>
/// <param name="Rows">How many rows each table has, by its name: counted in the target, and as many as were read.</param>
/// <param name="Revision">Where the clock of both stands.</param>
/// <param name="Problems">What a verification of the target found, a sentence each; none if it is clean. What was wrong in the source is wrong in the copy.</param>
internal sealed record MoveReport(string Source, string Target, IReadOnlyDictionary<string, long> Rows, long Revision, IReadOnlyList<string> Problems);
