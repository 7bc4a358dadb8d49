using System.CommandLine;

namespace DroasBot.GuildConfig.Sample.Commands;

internal sealed class RefreshCommand : StoreCommand
{
    private readonly Argument<ulong?> _guild = Snowflakes.GuildOrAll();

    public RefreshCommand(StoreOptions store)
        : base("refresh", "Load one guild, or all, from the database again.", store)
        => Arguments.Add(_guild);

    protected override async Task ExecuteAsync(IServiceProvider services, ParseResult parseResult, CancellationToken cancellationToken)
    {
        var output = Output(parseResult);
        if (parseResult.GetValue(_guild) is { } guildId)
        {
            await Cache(services).RefreshAsync(guildId, cancellationToken);
            SnapshotText.Write(output, await Configs(services).GetAsync(guildId, cancellationToken));
            return;
        }

        var loaded = await Cache(services).RefreshAllAsync(cancellationToken: cancellationToken);
        output.WriteLine($"Loaded {loaded:N0} guilds.");
    }
}
