namespace DroasBot.GuildConfig.Faults.PowerCuts;

/// <summary>What is wrong after a power cut.</summary>
/// <param name="IsLoss">Whether something that was acknowledged is not there.</param>
/// <param name="Finding">What was found.</param>
internal sealed record CutFault(bool IsLoss, string Finding);
