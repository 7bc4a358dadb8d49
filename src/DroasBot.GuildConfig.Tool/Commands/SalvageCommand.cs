using System.CommandLine;
using DroasBot.GuildConfig.Commands.CommandLine;
using DroasBot.GuildConfig.Commands.Output;
using DroasBot.GuildConfig.Storage.Sqlite.Salvage;
using DroasBot.GuildConfig.Tool.Databases;
using DroasBot.GuildConfig.Tool.Output;

namespace DroasBot.GuildConfig.Tool.Commands;

internal sealed class SalvageCommand : GuildConfigCommand
{
    private readonly DatabaseSource _source;
    private readonly Option<string> _to = new("--to") { Description = "The new file. It must not exist, or be empty.", HelpName = "file", Required = true };

    public SalvageCommand(DatabaseSource source, CommonOptions options)
        : base("salvage", "Copy what can be read of a damaged SQLite file into a new one, and report what was lost. The damaged file stays as it is.", options)
    {
        _source = source;
        Options.Add(_to);
    }

    protected override async Task<int> ExecuteAsync(ParseResult parseResult, Screen screen, bool isConfirmed, CancellationToken cancellationToken)
    {
        var damaged = _source.Name(parseResult);
        NearbyFiles.ThrowIfMissing(damaged);
        var file = damaged.File ?? throw CommandException.NotUnderstood("Salvage is for SQLite files: name one with --database.");
        var target = new DatabaseName(parseResult.GetRequiredValue(_to), postgreSql: null).Build(mayMake: true, _ => { });
        await using (target.ConfigureAwait(false))
        {
            var report = await screen.ShowProgressAsync(
                "Salvaging", progress => DatabaseSalvage.RunAsync(file, target, new RowsAsProgress(progress), cancellationToken)).ConfigureAwait(false);
            screen.Write(new SalvageSummary(report));
            return report.Problems.Count == 0 ? ExitCodes.Succeeded : ExitCodes.Failed;
        }
    }
}
