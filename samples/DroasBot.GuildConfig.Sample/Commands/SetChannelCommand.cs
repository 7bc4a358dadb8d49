using System.CommandLine;

namespace DroasBot.GuildConfig.Sample.Commands;

internal sealed class SetChannelCommand : EditCommand
{
    private readonly Argument<ChannelChoice> _channel = Snowflakes.ChannelOrNone();

    public SetChannelCommand(StoreOptions store)
        : base("set-channel", "Choose the channel in which new members are welcomed.", store)
        => Arguments.Add(_channel);

    protected override void Edit(GuildConfigEditor editor, ParseResult parseResult)
        => editor.WelcomeChannelId = parseResult.GetRequiredValue(_channel).ChannelId;
}
