using System.CommandLine;
using System.Runtime.CompilerServices;
using DroasBot.GuildConfig.Commands.CommandLine;
using DroasBot.GuildConfig.Commands.Output;
using DroasBot.GuildConfig.Commands.Transfer;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Commands.Commands;

internal sealed class ImportCommand : DatabaseCommand
{
    private const string StandardInput = "-";
    private const int GuildsPerReport = 500;

    private readonly Argument<string> _file = new("file") { Description = $"A file written by 'export'; '{StandardInput}' for the standard input." };
    private readonly Option<ChannelMap> _map = ChannelMapOption.Create();
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show what would be done for each guild, and write nothing." };
    private readonly AuditOptions _audit = new();

    public ImportCommand(IServiceSource source, CommonOptions options)
        : base("import", "Import exported guilds into the database; guilds that are not in the file stay as they are.", source, options)
    {
        Arguments.Add(_file);
        Options.Add(_map);
        Options.Add(_dryRun);
        _audit.AddTo(this);
    }

    protected override async Task<int> ExecuteAsync(CommandContext context)
    {
        var file = context.Parsed.GetRequiredValue(_file);
        var isDryRun = context.Parsed.GetValue(_dryRun);
        var import = new GuildImport(context.Configs, context.Parsed.GetRequiredValue(_map), context.Schema, _audit.Read(context.Parsed));
        var lines = await OpenAsync(file, context.CancellationToken).ConfigureAwait(false);
        await using (lines.ConfigureAwait(false))
        {
            // Tries every line before the first is written.
            var tally = await import.TryAsync(
                lines.ReadAsync(context.CancellationToken), difference => Show(context.Screen, difference, isDryRun), context.CancellationToken).ConfigureAwait(false);
            if (!isDryRun && tally.Effects > 0)
            {
                context.Confirm($"Import '{file}': {tally}");
                tally = await WriteAsync(context, file, import, lines, tally.Total).ConfigureAwait(false);
            }

            context.Screen.Write(tally.ToOutcome(isDryRun));
        }

        return ExitCodes.Succeeded;
    }

    private static async Task<ImportTally> WriteAsync(CommandContext context, string file, GuildImport import, GuildLines lines, long total)
    {
        var images = new ImageFiles(file, context.Services.GetRequiredService<IGuildBackgroundStore>());
        await foreach (var (_, record) in lines.ReadAsync(context.CancellationToken).ConfigureAwait(false))
        {
            await images.StoreAsync(record, context.CancellationToken).ConfigureAwait(false);
        }

        return await context.Screen.ShowProgressAsync(
            "Importing", progress => import.WriteAsync(Counted(lines.ReadAsync(context.CancellationToken), total, progress), context.CancellationToken)).ConfigureAwait(false);
    }

    private static async IAsyncEnumerable<(long Line, GuildRecord Record)> Counted(
        IAsyncEnumerable<(long Line, GuildRecord Record)> guilds, long total, IProgress<GuildConfigPreloadProgress> progress, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var read = 0L;
        await foreach (var guild in guilds.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return guild;
            if (++read % GuildsPerReport == 0)
            {
                progress.Report(new GuildConfigPreloadProgress(read, total));
            }
        }
    }

    private static void Show(Screen screen, GuildDifference difference, bool isDryRun)
    {
        if (isDryRun)
        {
            screen.Write(difference);
        }
    }

    private static async Task<GuildLines> OpenAsync(string file, CancellationToken cancellationToken)
    {
        if (file != StandardInput)
        {
            return GuildLines.OpenFile(file);
        }

        var input = Console.OpenStandardInput();
        await using (input.ConfigureAwait(false))
        {
            return await GuildLines.KeepAsync(input, cancellationToken).ConfigureAwait(false);
        }
    }
}
