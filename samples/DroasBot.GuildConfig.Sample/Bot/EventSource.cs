using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Sample.Bot;

/// <summary>Stands where a bot has its gateway client. It is an ordinary hosted service, so the host starts it only after the settings are loaded.</summary>
internal sealed class EventSource(
    GuildDirectory guilds,
    GuildJoins guildJoins,
    GuildLife guildLife,
    Administrators administrators,
    MemberJoins memberJoins,
    Timeline timeline,
    RunLength length,
    IGuildConfigCache cache,
    IOptions<GuildConfigOptions> options,
    IHostApplicationLifetime lifetime) : BackgroundService
{
    private TimeSpan _elapsed;

    public RunReport Report() => RunReport.Of(guilds, memberJoins, administrators, _elapsed, cache.GetStatistics(), options.Value.Cache);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await guilds.LoadAsync(stoppingToken);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            timeline.Begin();
            await guildLife.ReconcileAsync(stoppingToken);
            timeline.Add($"ready: {guilds.Count:N0} guilds; members join");
            end.CancelAfter(length.Total);
            await Task.WhenAll(
                UntilTheEnd(guildJoins.RunAsync, end),
                UntilTheEnd(guildLife.RunAsync, end),
                UntilTheEnd(administrators.RunAsync, end),
                UntilTheEnd(memberJoins.RunAsync, end),
                UntilTheEnd(memberJoins.ReportAsync, end));
            _elapsed = timeline.Elapsed;
            timeline.Add("the end: no more events");
        }
        finally
        {
            lifetime.StopApplication();
        }
    }

    /// <summary>One kind of event that fails ends the others too.</summary>
    private static async Task UntilTheEnd(Func<CancellationToken, Task> events, CancellationTokenSource end)
    {
        try
        {
            await events(end.Token);
        }
        catch
        {
            await end.CancelAsync();
            throw;
        }
    }
}
