using System.CommandLine;
using DroasBot.GuildConfig.Commands.CommandLine;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Commands.Commands;

internal sealed class SetBackgroundCommand : ChangeCommand
{
    private readonly Argument<string> _file = new("file")
    {
        Description = "The image file, whose bytes are stored in the database. With a media type: its path below the folder 'backgrounds' next to the database (with --postgres, "
            + "in the current directory), and only that is stored.",
    };

    private readonly Argument<string?> _mediaType = new("media-type") { Description = "image/png or image/jpeg, for a path.", Arity = ArgumentArity.ZeroOrOne };

    public SetBackgroundCommand(IServiceSource source, CommonOptions options)
        : base("set-background", "Set the background of the welcome image.", source, options)
    {
        Arguments.Add(_file);
        Arguments.Add(_mediaType);
    }

    protected override async Task<int> ExecuteAsync(CommandContext context, ulong guildId, ChangeContext change)
    {
        var file = context.Parsed.GetRequiredValue(_file);
        if (context.Parsed.GetValue(_mediaType) is { } mediaType)
        {
            return await GuildChange.RunAsync(
                context, guildId, change, (_, held) => context.Configs.UpdateAsync(guildId, editor => editor.SetBackground(file, mediaType), held, context.CancellationToken)).ConfigureAwait(false);
        }

        var image = new FileStream(file, FileMode.Open, FileAccess.Read);
        await using (image.ConfigureAwait(false))
        {
            var content = await context.Services.GetRequiredService<IGuildBackgroundStore>().PutAsync(image, context.CancellationToken).ConfigureAwait(false);
            return await GuildChange.RunAsync(
                context, guildId, change, (_, held) => context.Configs.UpdateAsync(guildId, editor => editor.SetBackground(content), held, context.CancellationToken)).ConfigureAwait(false);
        }
    }
}
