using System.Data.Common;
using DroasBot.GuildConfig.Sample.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Sample;

/// <summary>Where the configuration is stored: in an SQLite file, or in a PostgreSQL database.</summary>
/// <param name="file">The path of the SQLite file.</param>
/// <param name="postgreSql">The connection string of the PostgreSQL database; <see langword="null"/> for the file.</param>
internal sealed class Store(string file, string? postgreSql)
{
    /// <summary>Gets what may be shown to anybody: a connection string may hold a password.</summary>
    public string Name => postgreSql is null ? file : "PostgreSQL";

    /// <summary>Registers the library on this store: all that a bot's own host needs.</summary>
    public void AddTo(IServiceCollection services)
    {
        var builder = postgreSql is null
            ? services.AddGuildConfig(new DbConnectionStringBuilder { ["Data Source"] = file }.ConnectionString)
            : services.AddGuildConfig().UsePostgreSql(postgreSql);
        builder.AddSampleSettings();
        services.AddHealthChecks().AddGuildConfig();
    }

    /// <summary>Opens the store without a host, without loading every guild first and without waiting for a server: right for a short command.</summary>
    public async Task<ServiceProvider> OpenAsync(CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        AddTo(services);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None).AddFilter("DroasBot.GuildConfig", LogLevel.Information));
        services.Configure<GuildConfigOptions>(options => (options.PreloadOnStartup, options.StartupTimeout) = (false, TimeSpan.Zero));
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
