namespace DroasBot.GuildConfig.Contract.Linearizability;

/// <summary>A call to one of several nodes, as its caller knows it.</summary>
/// <param name="Id">The reason of the call's change in the change log, if it made one.</param>
/// <param name="Node">The node.</param>
/// <param name="Reading">Where the call read.</param>
/// <param name="Fate">Its outcome.</param>
/// <param name="Operation">The call; its claim counts only if the call took effect.</param>
public sealed record NodeCall(string Id, int Node, CallReading Reading, CallFate Fate, Operation Operation);
