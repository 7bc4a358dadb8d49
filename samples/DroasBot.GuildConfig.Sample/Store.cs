using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Sample;

/// <summary>Where the configuration is stored.</summary>
/// <param name="Database">The path of the SQLite file.</param>
internal sealed record Store(string Database)
{
    /// <summary>Registers the library on this store: all that a bot's own host needs.</summary>
    public IGuildConfigBuilder AddTo(IServiceCollection services)
        => services.AddGuildConfig(new DbConnectionStringBuilder { ["Data Source"] = Database }.ConnectionString);

    /// <summary>Opens the store without a host and without loading every guild first: right for a short command.</summary>
    public async Task<ServiceProvider> OpenAsync(CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        AddTo(services);
        services.Configure<GuildConfigOptions>(options => options.PreloadOnStartup = false);
        var provider = services.BuildServiceProvider();
        try
        {
            await provider.InitializeGuildConfigAsync(cancellationToken: cancellationToken);
            return provider;
        }
        catch
        {
            await provider.DisposeAsync();
            throw;
        }
    }
}
