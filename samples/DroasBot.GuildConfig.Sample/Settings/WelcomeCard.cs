using System.ComponentModel.DataAnnotations;

namespace DroasBot.GuildConfig.Sample.Settings;

/// <summary>What stands on the background image.</summary>
internal sealed record WelcomeCard
{
    private const int MostColor = 0xFFFFFF;

    /// <summary>Gets the title; <see langword="null"/> for the guild's name.</summary>
    public string? Title { get; init; }

    /// <summary>Gets the colour of the title: red, green and blue, eight bits each.</summary>
    [Range(0, MostColor)]
    public int Color { get; init; } = MostColor;
}
