using System.ComponentModel.DataAnnotations;

namespace DroasBot.GuildConfig.Contract;

/// <summary>A host's own section of settings.</summary>
public sealed record GreetingSettings
{
    [StringLength(20)]
    public string Text { get; init; } = "hello";

    [Range(1, 9)]
    public int Times { get; init; } = 1;
}
