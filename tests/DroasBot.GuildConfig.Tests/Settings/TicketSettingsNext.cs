namespace DroasBot.GuildConfig.Tests.Settings;

/// <summary>What <see cref="TicketSettings"/> may look like in a later version of a host.</summary>
public sealed class TicketSettingsNext
{
    public ulong? Category { get; set; }

    public string? Footer { get; set; }
}
