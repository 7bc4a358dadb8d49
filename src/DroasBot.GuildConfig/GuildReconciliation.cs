namespace DroasBot.GuildConfig;

/// <summary>What <see cref="IGuildConfigLifecycle.ReconcileAsync"/> found among the stored guilds of this process's shards.</summary>
/// <param name="Present">How many of them the bot is in.</param>
/// <param name="Left">How many were found to have left, and are departed from now on.</param>
/// <param name="Returned">How many departures were undone, because the bot is in the guild again.</param>
public sealed record GuildReconciliation(long Present, long Left, long Returned);
