using System.CommandLine;

namespace DroasBot.GuildConfig.Sample.Commands;

internal sealed class SetBackgroundCommand : EditCommand
{
    private readonly Argument<string> _path = new("path")
    {
        Description = "The image file, below the folder 'backgrounds' next to the database; with --postgres, in the current directory.",
    };

    private readonly Argument<string> _mediaType = new("media-type") { Description = "image/png or image/jpeg." };

    public SetBackgroundCommand(StoreOptions store)
        : base("set-background", "Choose the background of the welcome image.", store)
    {
        Arguments.Add(_path);
        Arguments.Add(_mediaType);
    }

    protected override void Edit(GuildConfigEditor editor, ParseResult parseResult)
        => editor.SetBackground(parseResult.GetRequiredValue(_path), parseResult.GetRequiredValue(_mediaType));
}
