using System.CommandLine;
using DroasBot.GuildConfig.Commands.CommandLine;

namespace DroasBot.GuildConfig.Commands.Commands;

internal sealed class ClearBackgroundCommand(IServiceSource source, CommonOptions options)
    : EditCommand("clear-background", "Remove the background of the welcome image.", source, options)
{
    protected override void Edit(GuildConfigEditor editor, ParseResult parseResult) => editor.ClearBackground();
}
