namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>The change that an operation proposes, before it has a revision.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Now">When.</param>
/// <param name="After">Creates the configuration after, given its revision.</param>
internal sealed record Proposal(GuildConfigChangeKind Kind, DateTimeOffset Now, Func<long, GuildConfigSnapshot> After);
