namespace DroasBot.GuildConfig.Tests.Settings;

public sealed class TicketSettings
{
    public ulong? CategoryId { get; set; }

    public List<string> Subjects { get; } = ["question"];

    public TicketLimits Limits { get; set; } = new();
}
