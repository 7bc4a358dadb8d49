using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Node.Sync;

/// <summary>A host that logs to the standard output.</summary>
internal static class SyncHost
{
    /// <summary>Starts it, and prints <c>ready</c>.</summary>
    public static async Task<ServiceProvider> StartAsync(string database, Action<IServiceCollection>? before = null)
    {
        var provider = Build(database, before);
        await provider.InitializeGuildConfigAsync();
        Console.WriteLine("ready");
        return provider;
    }

    public static ServiceProvider Build(string database, Action<IServiceCollection>? before = null)
        => NodeHost.Build(database, services =>
        {
            services.AddSingleton<ILoggerProvider, EventLines>();
            before?.Invoke(services);
        });
}
