namespace DroasBot.GuildConfig.Internal;

/// <summary>A guild as the database had it.</summary>
/// <param name="Snapshot">The configuration; without a row, the defaults.</param>
/// <param name="AsOf">Every change of this guild up to this revision is in <paramref name="Snapshot"/>: the row's revision, or the clock's if there is no row.</param>
internal readonly record struct LoadedGuild(GuildConfigSnapshot Snapshot, long AsOf);
