namespace DroasBot.GuildConfig.Sample.Bot;

internal sealed record Figure(string Name, string Value);
