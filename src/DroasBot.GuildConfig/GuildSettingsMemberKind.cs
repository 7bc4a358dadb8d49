namespace DroasBot.GuildConfig;

/// <summary>The kind of a settings member's value, which determines the control of a form or the option of a slash command.</summary>
#pragma warning disable CA1720 // The terms of JSON Schema, which forms know.
public enum GuildSettingsMemberKind
{
    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number that may have a fraction.</summary>
    Number,

    /// <summary>Text, or a value that is written as text.</summary>
    Text,

    /// <summary>One of <see cref="GuildSettingsMember.Choices"/>.</summary>
    Choice,

    /// <summary>A span of time, as in <c>1.02:30:00</c>: days, hours, minutes and seconds.</summary>
    Duration,

    /// <summary>A date and time, as in <c>2031-02-03T04:05:06+07:00</c>.</summary>
    Instant,

    /// <summary>A snowflake of any kind.</summary>
    Id,

    /// <summary>The id of a channel.</summary>
    Channel,

    /// <summary>The id of a role.</summary>
    Role,

    /// <summary>The id of a user.</summary>
    User,

    /// <summary>An object, whose members follow it, or a dictionary, which takes any key.</summary>
    Object,
}
#pragma warning restore CA1720
