namespace DroasBot.GuildConfig.Contract.Linearizability;

/// <summary>One call: when it began and returned (positions in a total order of all such instants), by which task, and what it claims.</summary>
/// <param name="Guild">The guild.</param>
/// <param name="Slot">The task, below <see cref="Checker.Slots"/>; a task has one call at a time.</param>
/// <param name="Begun">Its position in the order of all instants.</param>
/// <param name="Returned">Likewise; <see cref="Never"/> if it is unknown when it has taken effect at the latest.</param>
/// <param name="Claim">What the caller learned about the guild from this call.</param>
public sealed record Operation(ulong Guild, int Slot, long Begun, long Returned, Claim Claim)
{
    public const long Never = long.MaxValue;
}
