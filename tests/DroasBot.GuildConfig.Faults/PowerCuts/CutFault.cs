namespace DroasBot.GuildConfig.Faults.PowerCuts;

/// <summary>A fault found after a power cut.</summary>
/// <param name="IsLoss">Whether something acknowledged is missing.</param>
/// <param name="Finding">What was found.</param>
internal sealed record CutFault(bool IsLoss, string Finding);
