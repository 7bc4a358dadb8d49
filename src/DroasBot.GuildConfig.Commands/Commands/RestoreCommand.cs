using System.CommandLine;
using DroasBot.GuildConfig.Commands.CommandLine;

namespace DroasBot.GuildConfig.Commands.Commands;

internal sealed class RestoreCommand : ChangeCommand
{
    private readonly Argument<long> _revision = Numbers.Revision();

    public RestoreCommand(IServiceSource source, CommonOptions options)
        : base("restore", "Restore a guild to its state after an earlier change.", source, options)
        => Arguments.Add(_revision);

    protected override Task<int> ExecuteAsync(CommandContext context, ulong guildId, ChangeContext change)
        => GuildChange.RunAsync(
            context, guildId, change, (_, held) => context.ChangeLog.RestoreAsync(guildId, context.Parsed.GetValue(_revision), held, context.CancellationToken));
}
