using System.CommandLine;
using DroasBot.GuildConfig.Sample.Transfer;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Sample.Commands;

internal sealed class ExportCommand : StoreCommand
{
    private readonly Argument<string?> _file = new("file")
    {
        Description = "The file to create, with a directory of images next to it; the standard output, without images, if it is left out.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public ExportCommand(StoreOptions store)
        : base("export", "Write all guilds as lines of JSON, by id.", store)
        => Arguments.Add(_file);

    protected override async Task<int> ExecuteAsync(IServiceProvider services, ParseResult parseResult, CancellationToken cancellationToken)
    {
        if (parseResult.GetValue(_file) is not { } file)
        {
            await using var output = Console.OpenStandardOutput();
            await ExportAsync(services, output, images: null, cancellationToken);
            return ExitCodes.Succeeded;
        }

        var images = new ImageFiles(file, services.GetRequiredService<IGuildBackgroundStore>());
        var exported = await ExportAsync(services, file, images, cancellationToken);
        var withImages = images.Count == 0 ? string.Empty : $", and {images.Count:N0} images to {images.Directory}";
        Output(parseResult).WriteLine($"Exported {exported:N0} guilds to {file}{withImages}.");
        return ExitCodes.Succeeded;
    }

    /// <summary>Leaves the whole file or none.</summary>
    private static async Task<long> ExportAsync(IServiceProvider services, string file, ImageFiles images, CancellationToken cancellationToken)
    {
        var output = new FileStream(file, FileMode.CreateNew);
        try
        {
            await using (output)
            {
                return await ExportAsync(services, output, images, cancellationToken);
            }
        }
        catch
        {
            File.Delete(file);
            throw;
        }
    }

    private static async Task<long> ExportAsync(IServiceProvider services, Stream output, ImageFiles? images, CancellationToken cancellationToken)
    {
        var exported = 0L;
        using var lines = new GuildLineWriter(output);
        await foreach (var snapshot in Configs(services).ListAsync(cancellationToken))
        {
            var record = GuildRecord.Of(snapshot);
            await lines.WriteAsync(record, cancellationToken);
            await (images?.WriteAsync(record, cancellationToken) ?? Task.CompletedTask);
            exported++;
        }

        await lines.FlushAsync(cancellationToken);
        return exported;
    }
}
