using System.ComponentModel.DataAnnotations;

namespace DroasBot.GuildConfig.Sample.Settings;

/// <summary>What stands on the background image.</summary>
internal sealed record WelcomeCard
{
    private const int MostColor = 0xFFFFFF;

    /// <summary>Gets the title; <see langword="null"/> for the guild's name.</summary>
    [Display(Name = "Title", Description = "Empty for the guild's name.")]
    public string? Title { get; init; }

    /// <summary>Gets the colour of the title: red, green and blue, eight bits each.</summary>
    [Range(0, MostColor)]
    [Display(Name = "Colour", Description = "Red, green and blue, eight bits each, as one number: 16777215 is white.")]
    public int Color { get; init; } = MostColor;
}
