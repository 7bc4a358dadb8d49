using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.FaultNode;

/// <summary>The library in this process, as a host has it.</summary>
internal static class NodeHost
{
    public static async Task<ServiceProvider> StartAsync(string file)
    {
        var services = new ServiceCollection();
        services.AddGuildConfig("Data Source=" + file);
        var provider = services.BuildServiceProvider();
        await provider.InitializeGuildConfigAsync();
        return provider;
    }
}
