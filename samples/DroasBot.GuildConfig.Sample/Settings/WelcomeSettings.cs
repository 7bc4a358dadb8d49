using System.ComponentModel.DataAnnotations;

namespace DroasBot.GuildConfig.Sample.Settings;

/// <summary>How a guild welcomes new members, in addition to the channel and the background, which every guild has. Immutable throughout.</summary>
[Display(Name = "Welcome", Description = "What new members see.")]
internal sealed record WelcomeSettings
{
    /// <summary>The name under which the section is stored; it must never change.</summary>
    public const string Section = "welcome";

    [Required]
    [StringLength(200)]
    [Display(Name = "Message", Description = "What the bot says when somebody joins.")]
    public string Message { get; init; } = "Welcome!";

    [Display(Name = "Mention the member", Description = "The member is notified of the message.")]
    public bool MentionMember { get; init; } = true;

    [Display(Name = "Delete after", Description = "How long the message stays; empty to keep it.")]
    public TimeSpan? DeleteAfter { get; init; }

    [Required]
    [Display(Name = "Card", Description = "The text on the picture.")]
    public WelcomeCard Card { get; init; } = new();

    /// <summary>Checks what attributes cannot express.</summary>
    public static IEnumerable<string> FindViolations(WelcomeSettings settings)
    {
        if (settings.DeleteAfter <= TimeSpan.Zero)
        {
            yield return "DeleteAfter: must be greater than zero.";
        }
    }

    /// <summary>The text on the background image.</summary>
    internal sealed record WelcomeCard
    {
        private const int MostColor = 0xFFFFFF;

        [Display(Name = "Title", Description = "Empty for the guild's name.")]
        public string? Title { get; init; }

        [Range(0, MostColor)]
        [Display(Name = "Colour", Description = "Red, green and blue, eight bits each, as one number: 16777215 is white.")]
        public int Color { get; init; } = MostColor;
    }
}
