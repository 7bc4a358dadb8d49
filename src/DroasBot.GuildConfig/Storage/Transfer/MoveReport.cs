namespace DroasBot.GuildConfig.Storage.Transfer;

/// <summary>The result of a move.</summary>
/// <param name="Source">The name of the database that was read.</param>
/// <param name="Target">The name of the database that has the copy.</param>
/// <param name="Rows">The number of rows per table, counted in the target and equal to the number read.</param>
/// <param name="Revision">The clock's revision in both.</param>
/// <param name="Problems">The problems that verification found in the target, a sentence each. Problems in the source are also in the copy.</param>
internal sealed record MoveReport(string Source, string Target, IReadOnlyDictionary<string, long> Rows, long Revision, IReadOnlyList<string> Problems);
