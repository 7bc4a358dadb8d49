namespace DroasBot.GuildConfig.Benchmarks.Databases;

/// <summary>A section that every guild of a <see cref="BenchmarkDatabase"/> with settings has set.</summary>
internal sealed record ModerationSettings
{
    public ulong? LogChannelId { get; init; }

    public int WarnLimit { get; init; } = 3;

    public string? Greeting { get; init; }
}
