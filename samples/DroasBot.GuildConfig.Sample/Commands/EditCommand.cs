using System.CommandLine;

namespace DroasBot.GuildConfig.Sample.Commands;

/// <summary>A change of some of a guild's values; prints what the guild has afterwards.</summary>
internal abstract class EditCommand(string name, string description, StoreOptions store) : ChangeCommand(name, description, store)
{
    protected sealed override async Task ChangeAsync(
        IServiceProvider services, ulong guildId, ChangeContext context, ParseResult parseResult, CancellationToken cancellationToken)
    {
        var snapshot = await Configs(services).UpdateAsync(guildId, editor => Edit(editor, parseResult), context, cancellationToken);
        SnapshotText.Write(Output(parseResult), snapshot);
    }

    protected abstract void Edit(GuildConfigEditor editor, ParseResult parseResult);
}
