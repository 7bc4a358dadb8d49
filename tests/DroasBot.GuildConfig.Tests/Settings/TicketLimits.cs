using System.Text.Json.Serialization;

namespace DroasBot.GuildConfig.Tests.Settings;

public sealed class TicketLimits
{
    public int Open { get; set; } = 5;

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; set; }
}
