using DroasBot.GuildConfig.Contract;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit;

namespace DroasBot.GuildConfig.Faults.Support;

/// <summary>The library in the test's own process, on a file of the test.</summary>
internal sealed class FaultHost : IAsyncDisposable
{
    private readonly ServiceProvider _provider;

    private FaultHost(ServiceProvider provider) => _provider = provider;

    public IServiceProvider Services => _provider;

    public IGuildConfigService Service => _provider.GetRequiredService<IGuildConfigService>();

    public IGuildConfigCache Cache => _provider.GetRequiredService<IGuildConfigCache>();

    public IGuildConfigChangeLog ChangeLog => _provider.GetRequiredService<IGuildConfigChangeLog>();

    public IGuildConfigMaintenance Maintenance => _provider.GetRequiredService<IGuildConfigMaintenance>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<FaultHost> StartAsync(string file, Action<GuildConfigOptions>? configure = null, Action<IServiceCollection>? register = null)
    {
        var services = new ServiceCollection();
        services.AddGuildConfig(options =>
        {
            options.ConnectionString = "Data Source=" + file;

            // On a busy machine, the usual limit sometimes ends too early.
            options.TransactionTimeout = Deadlines.Limit;

            // Tests replay the whole log.
            options.HistoryLimit = null;
            configure?.Invoke(options);
        });
        register?.Invoke(services);
        var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        try
        {
            await provider.InitializeGuildConfigAsync(cancellationToken: Token);
            return new FaultHost(provider);
        }
        catch
        {
            await provider.DisposeAsync();
            throw;
        }
    }

    /// <summary>Gets the result of the host's health check, if the test has registered it.</summary>
    public async Task<HealthReportEntry> CheckAsync()
        => (await _provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(Token)).Entries.Single().Value;

    public Task<GuildConfigSnapshot> SetAsync(ulong guild, ulong channel) => Service.UpdateAsync(guild, e => e.WelcomeChannelId = channel, cancellationToken: Token);

    public ValueTask<GuildConfigSnapshot> ReadAsync(ulong guild) => Service.GetAsync(guild, Token);

    /// <summary>Bypasses the cache.</summary>
    public ValueTask<GuildConfigSnapshot> ReadUncachedAsync(ulong guild)
    {
        Cache.Invalidate(guild);
        return ReadAsync(guild);
    }

    public ValueTask DisposeAsync() => _provider.DisposeAsync();
}
