using DroasBot.GuildConfig;
using DroasBot.GuildConfig.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Starts the library in hosts without the generic host.</summary>
public static class GuildConfigServiceProviderExtensions
{
    /// <summary>Migrates the database and loads the cache, once; later calls return immediately. Needs <c>AddGuildConfig</c> on the services.</summary>
    /// <remarks>Without it, the first call of the service does the same. Dispose the provider asynchronously at the end, so that accepted writes are completed.</remarks>
    /// <param name="provider">The host's services.</param>
    /// <param name="progress">Receives the progress of the preload; may be <see langword="null"/>.</param>
    /// <param name="cancellationToken">Cancels the wait; the start itself continues.</param>
    /// <returns>A task that completes when the library is ready.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="provider"/> is <see langword="null"/>.</exception>
    /// <exception cref="GuildConfigStoreException">The database cannot be opened or migrated.</exception>
    /// <example>
    /// <code>
    /// await using var provider = services.BuildServiceProvider();
    /// await provider.InitializeGuildConfigAsync();
    /// </code>
    /// </example>
    public static Task InitializeGuildConfigAsync(
        this IServiceProvider provider, IProgress<GuildConfigPreloadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(provider);
        return provider.GetRequiredService<GuildConfigStartup>().StartAsync(progress, cancellationToken);
    }
}
