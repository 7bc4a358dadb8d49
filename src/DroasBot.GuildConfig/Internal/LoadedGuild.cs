namespace DroasBot.GuildConfig.Internal;

/// <summary>A guild as loaded from the database.</summary>
/// <param name="Snapshot">The configuration; without a row, the defaults.</param>
/// <param name="AsOf">The clock of the same statement: <paramref name="Snapshot"/> includes every change of this guild up to this revision.</param>
internal readonly record struct LoadedGuild(GuildConfigSnapshot Snapshot, long AsOf);
