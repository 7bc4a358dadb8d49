using DroasBot.GuildConfig.Contract;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DroasBot.GuildConfig.Faults.Support;

/// <summary>The library in the test's own process, on a file of the test.</summary>
internal sealed class FaultHost : ContractNode
{
    private FaultHost(string file, Action<GuildConfigOptions>? configure, Action<IServiceCollection>? register)
        : base(
            file,
            options =>
            {
                // Tests replay the whole log.
                options.HistoryLimit = null;
                configure?.Invoke(options);
            },
            register)
    {
    }

    public IGuildConfigMaintenance Maintenance => Get<IGuildConfigMaintenance>();

    public static async Task<FaultHost> StartAsync(string file, Action<GuildConfigOptions>? configure = null, Action<IServiceCollection>? register = null)
    {
        var host = new FaultHost(file, configure, register);
        try
        {
            await host.Services.InitializeGuildConfigAsync(cancellationToken: Token);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Gets the result of the host's health check, if the test has registered it.</summary>
    public async Task<HealthReportEntry> CheckAsync()
        => (await Get<HealthCheckService>().CheckHealthAsync(Token)).Entries.Single().Value;

    public Task<GuildConfigSnapshot> SetAsync(ulong guild, ulong channel) => Service.UpdateAsync(guild, e => e.WelcomeChannelId = channel, cancellationToken: Token);

    public ValueTask<GuildConfigSnapshot> ReadAsync(ulong guild) => Service.GetAsync(guild, Token);

    /// <summary>Bypasses the cache.</summary>
    public ValueTask<GuildConfigSnapshot> ReadUncachedAsync(ulong guild)
    {
        Cache.Invalidate(guild);
        return ReadAsync(guild);
    }
}
