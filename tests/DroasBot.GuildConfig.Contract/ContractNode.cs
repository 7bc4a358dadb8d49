using DroasBot.GuildConfig.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Contract;

/// <summary>The library in this process.</summary>
public sealed class ContractNode : IAsyncDisposable
{
    private readonly ServiceProvider _provider;

    internal ContractNode(IServiceCollection services)
        => _provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

    public IServiceProvider Services => _provider;

    public IGuildConfigService Service => Get<IGuildConfigService>();

    public IGuildConfigCache Cache => Get<IGuildConfigCache>();

    public IGuildConfigChangeLog Log => Get<IGuildConfigChangeLog>();

    public T Get<T>()
        where T : notnull
        => _provider.GetRequiredService<T>();

    /// <summary>Increments the number that a guild keeps as its channel, in one transaction.</summary>
    public Task<GuildConfigSnapshot> IncrementAsync(ulong guildId, CancellationToken cancellationToken)
        => Service.UpdateAsync(guildId, e => e.WelcomeChannelId = (e.WelcomeChannelId ?? 0) + 1, cancellationToken: cancellationToken);

    public ValueTask DisposeAsync() => _provider.DisposeAsync();
}
