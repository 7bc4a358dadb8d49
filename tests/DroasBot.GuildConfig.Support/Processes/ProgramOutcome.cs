namespace DroasBot.GuildConfig.Support.Processes;

/// <summary>The outcome of a program that has ended.</summary>
public sealed record ProgramOutcome(int ExitCode, string Output, string Error);
