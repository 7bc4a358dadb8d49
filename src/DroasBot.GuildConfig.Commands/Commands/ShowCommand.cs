using System.CommandLine;
using DroasBot.GuildConfig.Commands.CommandLine;
using DroasBot.GuildConfig.Commands.Output;

namespace DroasBot.GuildConfig.Commands.Commands;

internal sealed class ShowCommand : DatabaseCommand
{
    private readonly Argument<ulong> _guild = Snowflakes.Guild();

    public ShowCommand(IServiceSource source, CommonOptions options)
        : base("show", "Show the configuration of a guild.", source, options)
        => Arguments.Add(_guild);

    protected override async Task<int> ExecuteAsync(CommandContext context)
    {
        context.Screen.Write(new GuildReport(await context.Configs.GetAsync(context.Parsed.GetValue(_guild), context.CancellationToken).ConfigureAwait(false)));
        return ExitCodes.Succeeded;
    }
}
