using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig;

/// <summary>Configures what <c>AddGuildConfig</c> has registered.</summary>
public interface IGuildConfigBuilder
{
    /// <summary>Gets the host's services.</summary>
    IServiceCollection Services { get; }
}
