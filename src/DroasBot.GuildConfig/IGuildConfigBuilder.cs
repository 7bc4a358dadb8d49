using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig;

/// <summary>Configures the registration made by <c>AddGuildConfig</c>.</summary>
public interface IGuildConfigBuilder
{
    /// <summary>Gets the host's services.</summary>
    IServiceCollection Services { get; }
}
