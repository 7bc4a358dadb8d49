using System.CommandLine;
using DroasBot.GuildConfig.Commands.CommandLine;

namespace DroasBot.GuildConfig.Commands.Commands;

internal sealed class UndoCommand : ChangeCommand
{
    private readonly Argument<long> _revision = Numbers.Revision();

    public UndoCommand(IServiceSource source, CommonOptions options)
        : base("undo", "Restore a guild to its state before a change; later changes of the guild are undone too.", source, options)
        => Arguments.Add(_revision);

    protected override Task<int> ExecuteAsync(CommandContext context, ulong guildId, ChangeContext change)
        => GuildChange.RunAsync(
            context, guildId, change, (_, held) => context.ChangeLog.UndoAsync(guildId, context.Parsed.GetValue(_revision), held, context.CancellationToken));
}
