namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>What an operation wants a guild to become, before there is a revision for it.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Now">When.</param>
/// <param name="After">Makes the configuration after, given its revision.</param>
internal sealed record Proposal(GuildConfigChangeKind Kind, DateTimeOffset Now, Func<long, GuildConfigSnapshot> After);
