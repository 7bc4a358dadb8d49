using DroasBot.GuildConfig.Commands.CommandLine;
using DroasBot.GuildConfig.Commands.Output;
using DroasBot.GuildConfig.Storage.Maintenance;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Commands.Commands;

internal sealed class VerifyCommand(IServiceSource source, CommonOptions options)
    : DatabaseCommand("verify", "Find everything that is wrong with the stored data; the exit code is 1 if there is anything.", source, options)
{
    protected override async Task<int> ExecuteAsync(CommandContext context)
    {
        var verifier = context.Services.GetRequiredService<StoreVerifier>();
        var problems = await context.Screen.ShowProgressAsync(
            "Verifying", progress => Task.Run(() => verifier.VerifyAsync(new RowsAsProgress(progress), context.CancellationToken), context.CancellationToken)).ConfigureAwait(false);
        foreach (var problem in problems)
        {
            context.Screen.Write(new Outcome(problem, ("problem", problem)));
        }

        if (problems.Count > 0)
        {
            return ExitCodes.Failed;
        }

        context.Screen.Note("No problems found.");
        return ExitCodes.Succeeded;
    }
}
