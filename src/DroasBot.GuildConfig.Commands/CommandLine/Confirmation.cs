using DroasBot.GuildConfig.Commands.Output;

namespace DroasBot.GuildConfig.Commands.CommandLine;

/// <summary>Asks a person at a terminal.</summary>
internal static class Confirmation
{
    /// <param name="screen">The terminal.</param>
    /// <param name="isConfirmed">Whether the command line has confirmed already.</param>
    /// <param name="what">What will be done, as in <c>Erase guild 1 for good</c>.</param>
    /// <exception cref="CommandException">There is nobody to ask, or they declined. Nothing was done.</exception>
    public static void Ask(Screen screen, bool isConfirmed, string what)
    {
        if (isConfirmed)
        {
            return;
        }

        if (!screen.CanAsk)
        {
            throw CommandException.NotUnderstood($"{what}? There is no terminal to confirm on: add --yes. Nothing was done.");
        }

        if (!screen.Ask($"{what}? [y/N]").Trim().StartsWith('y'))
        {
            throw new CommandException("Nothing was done.", ExitCodes.Failed);
        }
    }
}
