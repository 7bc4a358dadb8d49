using System.CommandLine;
using DroasBot.GuildConfig.Commands.CommandLine;
using DroasBot.GuildConfig.Commands.Output;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Tool.Databases;
using DroasBot.GuildConfig.Tool.Output;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Tool.Commands;

internal sealed class RestoreDatabaseCommand : GuildConfigCommand
{
    private readonly DatabaseSource _source;
    private readonly Argument<string> _file = new("file") { Description = "The backup." };

    public RestoreDatabaseCommand(DatabaseSource source, CommonOptions options)
        : base("restore-database", "Replace the database, which is set aside with its log, with a backup. Refused while anybody has the database open.", options)
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
            Confirmation.Ask(screen, isConfirmed, $"Replace '{services.GetRequiredService<IDatabaseConnections>().Name}', which is set aside, with '{backup}'");
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
}
