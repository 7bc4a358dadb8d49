using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Node.Faults;

/// <summary>A host without a history limit, so that tests can replay its whole log.</summary>
internal static class FaultHost
{
    public static async Task<ServiceProvider> StartAsync(string file)
    {
        var provider = NodeHost.Build("sqlite:" + file, static services =>
        {
            services.Configure<GuildConfigOptions>(static options => options.HistoryLimit = null);
            services.AddHealthChecks().AddGuildConfig();
        });
        await provider.InitializeGuildConfigAsync();
        return provider;
    }
}
