using System.CommandLine;

namespace DroasBot.GuildConfig.Sample.Commands;

internal sealed class RestoreCommand : ChangeCommand
{
    private readonly Argument<long> _revision = new("revision")
    {
        Description = "The revision of one of the guild's changes, as 'history' shows it.",
        CustomParser = result => Numbers.Parse(result, "revision", 1, long.MaxValue) ?? 0,
    };

    public RestoreCommand(StoreOptions store)
        : base("restore", "Make a guild what it was after an earlier change.", store)
        => Arguments.Add(_revision);

    protected override async Task ChangeAsync(
        IServiceProvider services, ulong guildId, ChangeContext context, ParseResult parseResult, CancellationToken cancellationToken)
    {
        var snapshot = await ChangeLog(services).RestoreAsync(guildId, parseResult.GetValue(_revision), context, cancellationToken);
        SnapshotText.Write(Output(parseResult), snapshot);
    }
}
