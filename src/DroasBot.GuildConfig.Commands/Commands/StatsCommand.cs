using DroasBot.GuildConfig.Commands.CommandLine;
using DroasBot.GuildConfig.Commands.Output;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Commands.Commands;

internal sealed class StatsCommand(IServiceSource source, CommonOptions options)
    : DatabaseCommand("stats", "Load all guilds, and show their memory use.", source, options)
{
    protected override async Task<int> ExecuteAsync(CommandContext context)
    {
        var started = TimeProvider.System.GetTimestamp();
        var loaded = await context.Screen.ShowProgressAsync(
            "Loading", progress => context.Cache.RefreshAllAsync(progress: progress, cancellationToken: context.CancellationToken)).ConfigureAwait(false);
        var elapsed = TimeProvider.System.GetElapsedTime(started);
        var budget = context.Services.GetRequiredService<IOptions<GuildConfigOptions>>().Value.Cache.MaxBytes;
        context.Screen.Write(new StatisticsReport(loaded, elapsed, context.Cache.GetStatistics(), budget));
        return ExitCodes.Succeeded;
    }
}
