using System.CommandLine;
using DroasBot.GuildConfig.Commands.CommandLine;
using DroasBot.GuildConfig.Commands.Output;

namespace DroasBot.GuildConfig.Commands.Commands;

internal sealed class EraseGuildCommand : DatabaseCommand
{
    private readonly Argument<ulong> _guild = Snowflakes.Guild();

    public EraseGuildCommand(IServiceSource source, CommonOptions options)
        : base("guild", "Erase a guild for good, with its whole history. Only a backup can bring it back.", source, options)
        => Arguments.Add(_guild);

    protected override async Task<int> ExecuteAsync(CommandContext context)
    {
        var guildId = context.Parsed.GetValue(_guild);
        context.Confirm($"Erase guild {guildId} and its whole history for good");
        await context.Maintenance.EraseGuildAsync(guildId, context.CancellationToken).ConfigureAwait(false);
        context.Screen.Write(new Outcome($"Erased guild {guildId}.", ("guildId", GuildJson.Id(guildId))));
        return ExitCodes.Succeeded;
    }
}
