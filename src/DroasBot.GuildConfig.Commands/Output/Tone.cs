namespace DroasBot.GuildConfig.Commands.Output;

/// <summary>How a line is shown where there are colours.</summary>
internal enum Tone
{
    Plain,
    Strong,
    Removed,
    Added,
    Warning,
}
