using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.SyncNode;

/// <summary>The library in this process, as a host has it.</summary>
internal static class NodeHost
{
    public static async Task<ServiceProvider> StartAsync(string file, Action<IServiceCollection>? before = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerProvider, EventLines>();
        before?.Invoke(services);
        services.AddGuildConfig("Data Source=" + file);
        var provider = services.BuildServiceProvider();
        await provider.InitializeGuildConfigAsync();
        Console.WriteLine("ready");
        return provider;
    }
}
