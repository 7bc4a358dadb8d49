using System.CommandLine;
using DroasBot.GuildConfig.Commands.CommandLine;

namespace DroasBot.GuildConfig.Commands.Commands;

internal sealed class SetChannelCommand : EditCommand
{
    private readonly Argument<ChannelChoice> _channel = Snowflakes.ChannelOrNone();

    public SetChannelCommand(IServiceSource source, CommonOptions options)
        : base("set-channel", "Set the channel in which new members are welcomed.", source, options)
        => Arguments.Add(_channel);

    protected override void Edit(GuildConfigEditor editor, ParseResult parseResult)
        => editor.WelcomeChannelId = parseResult.GetRequiredValue(_channel).ChannelId;
}
