namespace DroasBot.GuildConfig.Internal;

/// <summary>A guild as the database had it.</summary>
/// <param name="Snapshot">The configuration; without a row, the defaults.</param>
/// <param name="AsOf">The clock of the same statement: every change of this guild up to this revision is in <paramref name="Snapshot"/>.</param>
internal readonly record struct LoadedGuild(GuildConfigSnapshot Snapshot, long AsOf);
