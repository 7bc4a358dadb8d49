using System.CommandLine;

namespace DroasBot.GuildConfig.Sample.Commands;

internal sealed class RefreshCommand : StoreCommand
{
    private readonly Argument<ulong?> _guild = Snowflakes.GuildOrAll();
    private readonly Option<bool> _everyNode = new("--every-node") { Description = "Ask every other process on the database to load all guilds again, too." };

    public RefreshCommand(StoreOptions store)
        : base("refresh", "Load one guild, or all, from the database again.", store)
    {
        Arguments.Add(_guild);
        Options.Add(_everyNode);
        Validators.Add(result =>
        {
            if (result.GetValue(_everyNode) && result.GetResult(_guild) is { Tokens.Count: > 0 })
            {
                result.AddError("--every-node is about all guilds: leave the guild id out.");
            }
        });
    }

    protected override async Task<int> ExecuteAsync(IServiceProvider services, ParseResult parseResult, CancellationToken cancellationToken)
    {
        var output = Output(parseResult);
        if (parseResult.GetValue(_guild) is { } guildId)
        {
            await Cache(services).RefreshAsync(guildId, cancellationToken);
            SnapshotText.Write(output, await Configs(services).GetAsync(guildId, cancellationToken));
            return ExitCodes.Succeeded;
        }

        var everyNode = parseResult.GetValue(_everyNode);
        var loaded = await Cache(services).RefreshAllAsync(everyNode, cancellationToken: cancellationToken);
        output.WriteLine($"Loaded {loaded:N0} guilds{(everyNode ? "; every other process is asked to do the same" : "")}.");
        return ExitCodes.Succeeded;
    }
}
