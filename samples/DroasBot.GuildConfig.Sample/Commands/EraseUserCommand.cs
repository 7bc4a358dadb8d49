using System.CommandLine;

namespace DroasBot.GuildConfig.Sample.Commands;

internal sealed class EraseUserCommand : StoreCommand
{
    private readonly Argument<ulong> _user = Snowflakes.User();

    public EraseUserCommand(StoreOptions store)
        : base("user", "Erase what names a user: as the one who made a change, with the reason given, and in settings. There is no way back but a backup.", store)
        => Arguments.Add(_user);

    protected override async Task<int> ExecuteAsync(IServiceProvider services, ParseResult parseResult, CancellationToken cancellationToken)
    {
        var userId = parseResult.GetValue(_user);
        var changes = await Maintenance(services).EraseUserAsync(userId, cancellationToken);
        Output(parseResult).WriteLine($"Erased user {userId} from {changes:N0} changes.");
        return ExitCodes.Succeeded;
    }
}
