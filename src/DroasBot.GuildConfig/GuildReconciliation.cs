namespace DroasBot.GuildConfig;

/// <summary>The result of <see cref="IGuildConfigLifecycle.ReconcileAsync"/> for the stored guilds of this process's shards.</summary>
/// <param name="Present">How many of them the bot is in.</param>
/// <param name="Left">How many were found to have left, and are departed from now on.</param>
/// <param name="Returned">How many departures were cancelled, because the bot is in the guild again.</param>
public sealed record GuildReconciliation(long Present, long Left, long Returned);
