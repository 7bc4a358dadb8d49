using System.CommandLine;

namespace DroasBot.GuildConfig.Sample.Commands;

internal sealed class VerifyCommand(StoreOptions store)
    : StoreCommand("verify", "Look for everything that is wrong with what is stored; the exit code tells whether anything is.", store)
{
    protected override async Task<int> ExecuteAsync(IServiceProvider services, ParseResult parseResult, CancellationToken cancellationToken)
    {
        var output = Output(parseResult);
        var problems = await Maintenance(services).VerifyAsync(cancellationToken);
        foreach (var problem in problems)
        {
            output.WriteLine(problem);
        }

        if (problems.Count > 0)
        {
            return ExitCodes.Failed;
        }

        output.WriteLine("No problems found.");
        return ExitCodes.Succeeded;
    }
}
