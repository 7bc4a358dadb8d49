using System.CommandLine;

namespace DroasBot.GuildConfig.Commands.CommandLine;

/// <summary>A command that edits some of a guild's values.</summary>
internal abstract class EditCommand(string name, string description, IServiceSource source, CommonOptions options) : ChangeCommand(name, description, source, options)
{
    protected sealed override Task<int> ExecuteAsync(CommandContext context, ulong guildId, ChangeContext change)
        => GuildChange.RunAsync(
            context, guildId, change, (_, held) => context.Configs.UpdateAsync(guildId, editor => Edit(editor, context.Parsed), held, context.CancellationToken));

    protected abstract void Edit(GuildConfigEditor editor, ParseResult parseResult);
}
