using System.CommandLine;
using DroasBot.GuildConfig.Commands.CommandLine;
using DroasBot.GuildConfig.Commands.Output;

namespace DroasBot.GuildConfig.Commands.Commands;

internal sealed class EraseUserCommand : DatabaseCommand
{
    private readonly Argument<ulong> _user = Snowflakes.User();

    public EraseUserCommand(IServiceSource source, CommonOptions options)
        : base("user", "Erase references to a user: as an actor, with the reasons given, and in settings. Only a backup can bring them back.", source, options)
        => Arguments.Add(_user);

    protected override async Task<int> ExecuteAsync(CommandContext context)
    {
        var userId = context.Parsed.GetValue(_user);
        context.Confirm($"Erase user {userId} from guilds and history for good");
        var changes = await context.Maintenance.EraseUserAsync(userId, context.CancellationToken).ConfigureAwait(false);
        context.Screen.Write(new Outcome($"Erased user {userId} from {changes:N0} changes.", ("userId", GuildJson.Id(userId)), ("changes", changes)));
        if (context.Schema.Sections.Count == 0)
        {
            context.Screen.Note($"No settings are registered here, so none were searched: name the bot's assembly (--assembly), and see 'grep {userId}'.");
        }

        return ExitCodes.Succeeded;
    }
}
