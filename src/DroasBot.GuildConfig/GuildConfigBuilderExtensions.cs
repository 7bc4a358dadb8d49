using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DroasBot.GuildConfig;

/// <summary>Adds optional parts to what <c>AddGuildConfig</c> has registered.</summary>
public static class GuildConfigBuilderExtensions
{
    /// <summary>Registers the host's authorizer as a singleton. The last one registered decides.</summary>
    /// <typeparam name="TAuthorizer">The host's authorizer.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
    public static IGuildConfigBuilder AddAuthorizer<TAuthorizer>(this IGuildConfigBuilder builder)
        where TAuthorizer : class, IGuildConfigAuthorizer
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(ServiceDescriptor.Singleton<IGuildConfigAuthorizer, TAuthorizer>());
        return builder;
    }
}
