using System.CommandLine;
using DroasBot.GuildConfig.Commands.CommandLine;
using DroasBot.GuildConfig.Commands.Output;

namespace DroasBot.GuildConfig.Commands.Commands;

internal sealed class RefreshCommand : DatabaseCommand
{
    private readonly Argument<ulong?> _guild = Snowflakes.GuildOrAll();
    private readonly Option<bool> _everyNode = new("--every-node") { Description = "Ask every other process on the database to reload all guilds too." };

    public RefreshCommand(IServiceSource source, CommonOptions options)
        : base("refresh", "Reload one guild, or all, from the database.", source, options)
    {
        Arguments.Add(_guild);
        Options.Add(_everyNode);
        Validators.Add(result =>
        {
            if (result.GetValue(_everyNode) && result.GetResult(_guild) is { Tokens.Count: > 0 })
            {
                result.AddError("--every-node applies to all guilds: omit the guild id.");
            }
        });
    }

    protected override async Task<int> ExecuteAsync(CommandContext context)
    {
        if (context.Parsed.GetValue(_guild) is { } guildId)
        {
            await context.Cache.RefreshAsync(guildId, context.CancellationToken).ConfigureAwait(false);
            context.Screen.Write(new GuildReport(await context.Configs.GetAsync(guildId, context.CancellationToken).ConfigureAwait(false)));
            return ExitCodes.Succeeded;
        }

        var everyNode = context.Parsed.GetValue(_everyNode);
        var loaded = await context.Screen.ShowProgressAsync("Loading", progress => context.Cache.RefreshAllAsync(everyNode, progress, context.CancellationToken)).ConfigureAwait(false);
        context.Screen.Write(new Outcome(
            $"Loaded {loaded:N0} guilds{(everyNode ? "; every other process is asked to do the same" : "")}.", ("loaded", loaded), ("everyNode", everyNode)));
        return ExitCodes.Succeeded;
    }
}
