namespace DroasBot.GuildConfig.Tests.Settings;

/// <summary>A possible later version of <see cref="TicketSettings"/>.</summary>
public sealed class TicketSettingsNext
{
    public ulong? Category { get; set; }

    public string? Footer { get; set; }
}
