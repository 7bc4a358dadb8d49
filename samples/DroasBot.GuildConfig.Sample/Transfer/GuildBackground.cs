namespace DroasBot.GuildConfig.Sample.Transfer;

/// <summary>The background of an exported guild.</summary>
internal sealed record GuildBackground(string FilePath, string MediaType);
