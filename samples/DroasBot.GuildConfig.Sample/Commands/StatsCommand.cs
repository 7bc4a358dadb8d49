using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Sample.Commands;

internal sealed class StatsCommand(StoreOptions store)
    : StoreCommand("stats", "Load all guilds, and show what they take in memory.", store)
{
    protected override async Task<int> ExecuteAsync(IServiceProvider services, ParseResult parseResult, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        var loaded = await Cache(services).RefreshAllAsync(cancellationToken: cancellationToken);
        var elapsed = TimeProvider.System.GetElapsedTime(started);
        var statistics = Cache(services).GetStatistics();
        var budget = services.GetRequiredService<IOptions<GuildConfigOptions>>().Value.Cache.MaxBytes;

        var output = Output(parseResult);
        output.WriteLine($"guilds loaded   {loaded:N0} in {elapsed.TotalMilliseconds:N0} ms");
        output.WriteLine($"cached          {statistics.Count:N0} guilds, {statistics.Bytes:N0} of {budget:N0} bytes");
        output.WriteLine($"evictions       {statistics.Evictions:N0}");
        output.WriteLine($"newest revision {statistics.Revision}");
        return ExitCodes.Succeeded;
    }
}
