using System.CommandLine;

namespace DroasBot.GuildConfig.Sample.Commands;

internal sealed class ClearBackgroundCommand(StoreOptions store)
    : EditCommand("clear-background", "Welcome without a background.", store)
{
    protected override void Edit(GuildConfigEditor editor, ParseResult parseResult) => editor.ClearBackground();
}
