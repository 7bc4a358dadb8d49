using System.CommandLine;
using System.Text.Json.Nodes;
using DroasBot.GuildConfig.Commands.CommandLine;
using DroasBot.GuildConfig.Commands.Output;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Tool.Databases;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Tool.Commands;

internal sealed class RestoreDatabaseCommand : GuildConfigCommand
{
    private readonly DatabaseSource _source;
    private readonly Argument<string> _file = new("file") { Description = "The backup." };

    public RestoreDatabaseCommand(DatabaseSource source, CommonOptions options)
        : base("restore-database", "Put a backup in the place of the database, which is set aside with its log. Refused while anybody has the database open.", options)
    {
        _source = source;
        Arguments.Add(_file);
    }

    protected override async Task<int> ExecuteAsync(ParseResult parseResult, Screen screen, bool isConfirmed, CancellationToken cancellationToken)
    {
        var backup = parseResult.GetRequiredValue(_file);
        if (!File.Exists(backup))
        {
            throw CommandException.NotUnderstood($"There is no file '{Path.GetFullPath(backup)}'. Nothing was changed.");
        }

        var services = _source.Name(parseResult).Build(mayMake: false, _ => { });
        await using (services.ConfigureAwait(false))
        {
            if (!isConfirmed)
            {
                Confirmation.Ask(screen, $"Put '{backup}' in the place of '{services.GetRequiredService<IDatabaseConnections>().Name}', which is set aside");
            }

            var report = await services.GetRequiredService<IDatabaseAdministration>().RestoreAsync(backup, new StepNotes(screen), cancellationToken).ConfigureAwait(false);
            screen.Write(new RestoreSummary(report));
        }

        return ExitCodes.Succeeded;
    }

    private sealed class StepNotes(Screen screen) : IProgress<RestoreStep>
    {
        public void Report(RestoreStep value)
            => screen.Note(value switch
            {
                RestoreStep.CheckingBackup => "Checking the backup ...",
                RestoreStep.Copying => "Copying ...",
                RestoreStep.Replacing => "Replacing the database ...",
                _ => "Verifying ...",
            });
    }

    private sealed class RestoreSummary(RestoreReport report) : IReport
    {
        public IEnumerable<Line> ToLines(int width)
        {
            yield return new Line($"Restored '{report.Database}' from '{report.Backup}': revision {report.Revision}.", Tone.Strong);
            foreach (var file in report.SetAside)
            {
                yield return $"set aside  {file}";
            }

            if (report.Unseen is not null)
            {
                yield return new Line(report.Unseen, Tone.Warning);
            }
        }

        public JsonObject ToJson()
            => new()
            {
                ["database"] = report.Database,
                ["backup"] = report.Backup,
                ["revision"] = report.Revision,
                ["setAside"] = new JsonArray([.. report.SetAside]),
            };
    }
}
