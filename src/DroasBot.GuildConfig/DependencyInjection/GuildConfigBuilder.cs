using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.DependencyInjection;

internal sealed class GuildConfigBuilder(IServiceCollection services) : IGuildConfigBuilder
{
    public IServiceCollection Services { get; } = services;
}
