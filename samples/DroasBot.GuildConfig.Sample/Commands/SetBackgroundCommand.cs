using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Sample.Commands;

internal sealed class SetBackgroundCommand : ChangeCommand
{
    private readonly Argument<string> _file = new("file")
    {
        Description = "The image file, whose bytes are stored in the database. With a media type: its path below the folder 'backgrounds' next to the database (with --postgres, "
            + "in the current directory), and only that is stored.",
    };

    private readonly Argument<string?> _mediaType = new("media-type") { Description = "image/png or image/jpeg, for a path.", Arity = ArgumentArity.ZeroOrOne };

    public SetBackgroundCommand(StoreOptions store)
        : base("set-background", "Choose the background of the welcome image.", store)
    {
        Arguments.Add(_file);
        Arguments.Add(_mediaType);
    }

    protected override async Task ChangeAsync(
        IServiceProvider services, ulong guildId, ChangeContext context, ParseResult parseResult, CancellationToken cancellationToken)
    {
        var file = parseResult.GetRequiredValue(_file);
        GuildConfigSnapshot changed;
        if (parseResult.GetValue(_mediaType) is { } mediaType)
        {
            changed = await Configs(services).UpdateAsync(guildId, editor => editor.SetBackground(file, mediaType), context, cancellationToken);
        }
        else
        {
            await using var image = new FileStream(file, FileMode.Open, FileAccess.Read);
            var content = await services.GetRequiredService<IGuildBackgroundStore>().PutAsync(image, cancellationToken);
            changed = await Configs(services).UpdateAsync(guildId, editor => editor.SetBackground(content), context, cancellationToken);
        }

        SnapshotText.Write(Output(parseResult), changed);
    }
}
