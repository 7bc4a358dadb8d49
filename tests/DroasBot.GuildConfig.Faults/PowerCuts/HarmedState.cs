namespace DroasBot.GuildConfig.Faults.PowerCuts;

/// <summary>A disk state that leads to faults.</summary>
internal sealed record HarmedState(PowerCut Cut, IReadOnlyList<CutFault> Faults)
{
    public override string ToString() => $"Seed {Cut.Seed}, after {Cut.Position} operations: {string.Join("; ", Faults.Select(fault => fault.Finding))}";
}
