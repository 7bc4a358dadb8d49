using System.CommandLine;
using DroasBot.GuildConfig.Commands.CommandLine;
using DroasBot.GuildConfig.Commands.Output;
using DroasBot.GuildConfig.Commands.Transfer;
using DroasBot.GuildConfig.Internal;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Commands.Commands;

internal sealed class ExportCommand : DatabaseCommand
{
    private const int GuildsPerReport = 500;

    private readonly Argument<string?> _file = new("file")
    {
        Description = "The file to create, with a directory of images next to it; the standard output, without images, if omitted.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public ExportCommand(IServiceSource source, CommonOptions options)
        : base("export", "Write all guilds as lines of JSON, ordered by id.", source, options)
        => Arguments.Add(_file);

    protected override async Task<int> ExecuteAsync(CommandContext context)
    {
        if (context.Parsed.GetValue(_file) is not { } file)
        {
            var output = context.Screen.OpenOutput();
            await using (output.ConfigureAwait(false))
            {
                await ExportAsync(context, output, images: null, progress: null).ConfigureAwait(false);
            }

            return ExitCodes.Succeeded;
        }

        var images = new ImageFiles(file, context.Services.GetRequiredService<IGuildBackgroundStore>());
        var exported = await context.Screen.ShowProgressAsync("Exporting", progress => ExportAsync(context, file, images, progress)).ConfigureAwait(false);
        var withImages = images.Count == 0 ? string.Empty : $", and {images.Count:N0} images to {images.Directory}";
        context.Screen.Write(new Outcome(
            $"Exported {exported:N0} guilds to {file}{withImages}.", ("guilds", exported), ("file", Path.GetFullPath(file)), ("images", images.Count)));
        return ExitCodes.Succeeded;
    }

    /// <summary>Leaves either the complete file or none.</summary>
    private static async Task<long> ExportAsync(CommandContext context, string file, ImageFiles images, IProgress<GuildConfigPreloadProgress> progress)
    {
        var output = new FileStream(file, FileMode.CreateNew);
        try
        {
            await using (output.ConfigureAwait(false))
            {
                return await ExportAsync(context, output, images, progress).ConfigureAwait(false);
            }
        }
        catch
        {
            File.Delete(file);
            throw;
        }
    }

    private static async Task<long> ExportAsync(CommandContext context, Stream output, ImageFiles? images, IProgress<GuildConfigPreloadProgress>? progress)
    {
        var total = progress is null ? 0 : await context.Services.GetRequiredService<IGuildConfigRepository>().CountAsync(context.CancellationToken).ConfigureAwait(false);
        var exported = 0L;
        using var lines = new GuildLineWriter(output);
        await foreach (var snapshot in context.Configs.ListAsync(context.CancellationToken).ConfigureAwait(false))
        {
            var record = GuildRecord.Of(snapshot);
            await lines.WriteAsync(record, context.CancellationToken).ConfigureAwait(false);
            await (images?.WriteAsync(record, context.CancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
            if (++exported % GuildsPerReport == 0)
            {
                progress?.Report(new GuildConfigPreloadProgress(exported, total));
            }
        }

        await lines.FlushAsync(context.CancellationToken).ConfigureAwait(false);
        return exported;
    }
}
