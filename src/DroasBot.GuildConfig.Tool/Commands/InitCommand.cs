using System.CommandLine;
using DroasBot.GuildConfig.Commands.CommandLine;
using DroasBot.GuildConfig.Commands.Output;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Tool.Databases;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Tool.Commands;

internal sealed class InitCommand(DatabaseSource source, CommonOptions options)
    : GuildConfigCommand("init", "Create the database if it is missing, and update its schema: the only command that does either.", options)
{
    protected override async Task<int> ExecuteAsync(ParseResult parseResult, Screen screen, bool isConfirmed, CancellationToken cancellationToken)
    {
        var before = await LookAsync(parseResult, cancellationToken).ConfigureAwait(false);
        var lease = await source.MakeAsync(parseResult, cancellationToken).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            var name = lease.Services.GetRequiredService<IDatabaseConnections>().Name;
            var applied = lease.Services.GetRequiredService<IDatabaseAdministration>().KnownMigrations.Except(before).ToList();
            screen.Write(new Outcome(
                before.Count == 0 ? $"Created the database '{name}'."
                    : applied.Count == 0 ? $"Unchanged: the database '{name}' is up to date."
                    : $"Migrated the database '{name}': {string.Join(", ", applied)}.",
                ("database", name), ("made", before.Count == 0), ("migrations", new System.Text.Json.Nodes.JsonArray([.. applied]))));
        }

        return ExitCodes.Succeeded;
    }

    private async Task<IReadOnlyList<string>> LookAsync(ParseResult parseResult, CancellationToken cancellationToken)
    {
        var services = source.Name(parseResult).Build(mayMake: true, _ => { });
        await using (services.ConfigureAwait(false))
        {
            return (await services.GetRequiredService<IDatabaseAdministration>().LookAsync(cancellationToken).ConfigureAwait(false)).Migrations;
        }
    }
}
