using DroasBot.GuildConfig.Commands.CommandLine;

namespace DroasBot.GuildConfig.Commands.Commands;

internal sealed class DeleteCommand(IServiceSource source, CommonOptions options)
    : ChangeCommand("delete", "Delete the configuration of a guild, which then has the defaults. 'undo' brings it back.", source, options)
{
    protected override Task<int> ExecuteAsync(CommandContext context, ulong guildId, ChangeContext change)
        => GuildChange.RunAsync(context, guildId, change, async (before, held) =>
        {
            await context.Configs.DeleteAsync(guildId, held, context.CancellationToken).ConfigureAwait(false);
            return GuildConfigSnapshot.Absent(guildId, before.Settings.Registry.Defaults);
        });
}
