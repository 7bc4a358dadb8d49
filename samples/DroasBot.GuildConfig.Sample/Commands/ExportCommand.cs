using System.CommandLine;
using DroasBot.GuildConfig.Sample.Transfer;

namespace DroasBot.GuildConfig.Sample.Commands;

internal sealed class ExportCommand : StoreCommand
{
    private readonly Argument<string?> _file = new("file")
    {
        Description = "The file to create; the standard output if it is left out.",
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
            await ExportAsync(services, output, cancellationToken);
            return ExitCodes.Succeeded;
        }

        var exported = await ExportAsync(services, file, cancellationToken);
        Output(parseResult).WriteLine($"Exported {exported:N0} guilds to {file}.");
        return ExitCodes.Succeeded;
    }

    /// <summary>Leaves the whole file or none.</summary>
    private static async Task<long> ExportAsync(IServiceProvider services, string file, CancellationToken cancellationToken)
    {
        var output = new FileStream(file, FileMode.CreateNew);
        try
        {
            await using (output)
            {
                return await ExportAsync(services, output, cancellationToken);
            }
        }
        catch
        {
            File.Delete(file);
            throw;
        }
    }

    private static async Task<long> ExportAsync(IServiceProvider services, Stream output, CancellationToken cancellationToken)
    {
        var exported = 0L;
        using var lines = new GuildLineWriter(output);
        await foreach (var snapshot in Configs(services).ListAsync(cancellationToken))
        {
            await lines.WriteAsync(GuildRecord.Of(snapshot), cancellationToken);
            exported++;
        }

        await lines.FlushAsync(cancellationToken);
        return exported;
    }
}
