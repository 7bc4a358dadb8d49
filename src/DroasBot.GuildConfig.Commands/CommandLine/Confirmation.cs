using DroasBot.GuildConfig.Commands.Output;

namespace DroasBot.GuildConfig.Commands.CommandLine;

/// <summary>Asks a person at a terminal.</summary>
internal static class Confirmation
{
    /// <exception cref="CommandException">There is nobody to ask, or they do not want it.</exception>
    public static void Ask(Screen screen, string what)
    {
        if (!screen.CanAsk)
        {
            throw CommandException.NotUnderstood($"{what}? Nobody is there to say so: add --yes. Nothing was done.");
        }

        if (!screen.Ask($"{what}? [y/N]").Trim().StartsWith('y'))
        {
            throw new CommandException("Nothing was done.", ExitCodes.Failed);
        }
    }
}
