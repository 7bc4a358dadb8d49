using System.CommandLine;

namespace DroasBot.GuildConfig.Sample.Commands;

internal sealed class VerifyCommand(StoreOptions store)
    : StoreCommand("verify", "Look for everything that is wrong with what is stored; the exit code tells whether anything is.", store)
{
    protected override async Task ExecuteAsync(IServiceProvider services, ParseResult parseResult, CancellationToken cancellationToken)
    {
        var problems = await Maintenance(services).VerifyAsync(cancellationToken);
        foreach (var problem in problems)
        {
            Output(parseResult).WriteLine(problem);
        }

        if (problems.Count > 0)
        {
            throw new GuildConfigException("The database has problems; see docs/backup.md for what to do.");
        }

        Output(parseResult).WriteLine("No problems found.");
    }
}
