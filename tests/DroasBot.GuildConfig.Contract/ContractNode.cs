using DroasBot.GuildConfig.Storage.Writing;
using DroasBot.GuildConfig.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>The library in this process, without the generic host.</summary>
public class ContractNode : IAsyncDisposable
{
    private readonly ServiceProvider _provider;

    /// <summary>Builds the services; nothing is started.</summary>
    public ContractNode(IServiceCollection services)
        => _provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

    /// <summary>Builds the services on an SQLite file; nothing is started, and the file need not exist.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="configure">Sets options in addition to the connection string.</param>
    /// <param name="register">Registers services after AddGuildConfig, so that they replace the library's.</param>
    public ContractNode(string file, Action<GuildConfigOptions>? configure, Action<IServiceCollection>? register)
        : this(RegisterOn(file, configure, register))
    {
    }

    public IServiceProvider Services => _provider;

    public IGuildConfigService Service => Get<IGuildConfigService>();

    public IGuildConfigCache Cache => Get<IGuildConfigCache>();

    public IGuildConfigChangeLog Log => Get<IGuildConfigChangeLog>();

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts the library. The write with which a start ends is over, too, so that it does not interfere with the test's own writes.</summary>
    public async Task StartAsync()
    {
        await Services.InitializeGuildConfigAsync(cancellationToken: Token);
        await Get<WriteProbe>().WaitAsync(Deadlines.Limit, Token);
    }

    public T Get<T>()
        where T : notnull
        => _provider.GetRequiredService<T>();

    /// <summary>Increments the number that a guild keeps as its channel, in one transaction.</summary>
    public Task<GuildConfigSnapshot> IncrementAsync(ulong guildId, CancellationToken cancellationToken)
        => Service.UpdateAsync(guildId, e => e.WelcomeChannelId = (e.WelcomeChannelId ?? 0) + 1, cancellationToken: cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private static ServiceCollection RegisterOn(string file, Action<GuildConfigOptions>? configure, Action<IServiceCollection>? register)
    {
        var services = new ServiceCollection();
        services.AddGuildConfig(options =>
        {
            options.ConnectionString = "Data Source=" + file;

            // On a busy machine, the usual limit sometimes ends too early.
            options.TransactionTimeout = Deadlines.Limit;
            configure?.Invoke(options);
        });
        register?.Invoke(services);
        return services;
    }
}
