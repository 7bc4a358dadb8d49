using Spectre.Console;

namespace DroasBot.GuildConfig.Sample.Display;

internal static class Displays
{
    /// <summary>A terminal gets bars and colours; a file or a pipe gets plain lines, without a single control sequence.</summary>
    public static IDisplay Open() => Console.IsOutputRedirected ? new PlainDisplay(Console.Out) : new TerminalDisplay(AnsiConsole.Console);
}
