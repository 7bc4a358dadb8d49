using System.CommandLine;
using DroasBot.GuildConfig.Commands.CommandLine;
using DroasBot.GuildConfig.Commands.Output;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DroasBot.GuildConfig.Commands.Commands;

internal sealed class HealthCommand : DatabaseCommand
{
    private readonly Option<bool> _watch = new("--watch")
    {
        Description = "Load all guilds, then read some and check once a second; report when the answer changes, until Ctrl+C.",
    };

    public HealthCommand(IServiceSource source, CommonOptions options)
        : base("health", "Run the library's health check; the exit code is 0 if all is well.", source, options)
        => Options.Add(_watch);

    protected override async Task<int> ExecuteAsync(CommandContext context)
    {
        var probe = new HealthProbe(context.Services);
        if (context.Parsed.GetValue(_watch))
        {
            using var log = ScreenLog.Attach(context);
            await new HealthWatch(probe, context).RunAsync().ConfigureAwait(false);
            return ExitCodes.Succeeded;
        }

        var answer = await probe.CheckAsync(context.CancellationToken).ConfigureAwait(false);
        context.Screen.Write(new CheckReport(answer));
        return answer.Status == HealthStatus.Healthy ? ExitCodes.Succeeded : ExitCodes.Failed;
    }
}
