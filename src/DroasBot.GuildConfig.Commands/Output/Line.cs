namespace DroasBot.GuildConfig.Commands.Output;

/// <summary>A line for a person.</summary>
internal readonly record struct Line(string Text, Tone Tone = Tone.Plain)
{
    public static implicit operator Line(string text) => new(text);
}
