using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.FaultNode;

/// <summary>The library in this process, as a host has it.</summary>
internal static class NodeHost
{
    public static async Task<ServiceProvider> StartAsync(string file)
    {
        var services = new ServiceCollection();
        services.AddGuildConfig(options =>
        {
            options.ConnectionString = "Data Source=" + file;

            // The whole log is replayed.
            options.HistoryLimit = null;
        });
        services.AddHealthChecks().AddGuildConfig();
        var provider = services.BuildServiceProvider();
        await provider.InitializeGuildConfigAsync();
        return provider;
    }
}
