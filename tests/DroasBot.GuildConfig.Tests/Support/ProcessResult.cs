namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>What a program that has ended left behind.</summary>
internal sealed record ProcessResult(int ExitCode, string Output, string Error);
