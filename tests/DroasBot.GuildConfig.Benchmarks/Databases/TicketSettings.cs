namespace DroasBot.GuildConfig.Benchmarks.Databases;

/// <summary>A section that no guild has set.</summary>
internal sealed record TicketSettings
{
    public ulong? CategoryId { get; init; }

    public int OpenLimit { get; init; } = 5;
}
