using System.CommandLine;
using DroasBot.GuildConfig.Sample.Transfer;
using DroasBot.GuildConfig.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Sample.Commands;

internal sealed class ImportCommand : StoreCommand
{
    private const string StandardInput = "-";

    private readonly Argument<string> _file = new("file") { Description = $"What 'export' has written; '{StandardInput}' for the standard input." };
    private readonly Option<ChannelMap> _map = ChannelMaps.Option();
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show for each guild what would be done, and write nothing." };
    private readonly AuditOptions _audit = new();

    public ImportCommand(StoreOptions store)
        : base("import", "Bring exported guilds into the database; guilds that are not in the file are left alone.", store)
    {
        Arguments.Add(_file);
        Options.Add(_map);
        Options.Add(_dryRun);
        _audit.AddTo(this);
    }

    protected override async Task<int> ExecuteAsync(IServiceProvider services, ParseResult parseResult, CancellationToken cancellationToken)
    {
        var output = Output(parseResult);
        var isDryRun = parseResult.GetValue(_dryRun);
        var import = new GuildImport(Configs(services), parseResult.GetRequiredValue(_map), _audit.Read(parseResult));
        await using var lines = await OpenAsync(parseResult.GetRequiredValue(_file), cancellationToken);

        // Every line before the first is written.
        var tally = await import.TryAsync(lines.ReadAsync(cancellationToken), difference => Show(difference, output, isDryRun), cancellationToken);
        if (!isDryRun)
        {
            var images = new ImageFiles(parseResult.GetRequiredValue(_file), services.GetRequiredService<IGuildBackgroundStore>());
            await foreach (var (_, record) in lines.ReadAsync(cancellationToken))
            {
                await images.StoreAsync(record, cancellationToken);
            }

            tally = await import.WriteAsync(lines.ReadAsync(cancellationToken), cancellationToken);
        }

        output.WriteLine($"{(isDryRun ? "Nothing was written. An import would end with" : "Imported:")} {tally}.");
        return ExitCodes.Succeeded;
    }

    private static void Show(GuildDifference difference, TextWriter output, bool isDryRun)
    {
        if (isDryRun)
        {
            output.WriteLine(difference);
        }
    }

    private static async Task<GuildLines> OpenAsync(string file, CancellationToken cancellationToken)
    {
        if (file != StandardInput)
        {
            return GuildLines.OpenFile(file);
        }

        await using var input = Console.OpenStandardInput();
        return await GuildLines.KeepAsync(input, cancellationToken);
    }
}
