namespace DroasBot.GuildConfig.Processes;

/// <summary>What a program that has ended left behind.</summary>
public sealed record ProgramOutcome(int ExitCode, string Output, string Error);
