namespace DroasBot.GuildConfig.Tests.Settings;

public sealed record EscalationRule(string Name, int Threshold, Severity Severity);
