namespace DroasBot.GuildConfig.Commands.Output;

/// <summary>The style of a line where there are colours.</summary>
internal enum Tone
{
    Plain,
    Strong,
    Removed,
    Added,
    Warning,
}
