namespace DroasBot.GuildConfig.Contract.Linearizability;

/// <summary>A call of one of several nodes, as its caller knows it.</summary>
/// <param name="Id">What the change log has as the reason of the call's change, if it has made one.</param>
/// <param name="Node">The node.</param>
/// <param name="Reading">Where the call looked.</param>
/// <param name="Fate">What became of it.</param>
/// <param name="Operation">The call; its claim counts only if it was made.</param>
public sealed record NodeCall(string Id, int Node, CallReading Reading, CallFate Fate, Operation Operation);
