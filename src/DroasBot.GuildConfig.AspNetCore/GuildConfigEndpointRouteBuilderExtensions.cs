using System.Diagnostics.CodeAnalysis;
using DroasBot.GuildConfig;
using DroasBot.GuildConfig.AspNetCore;
using DroasBot.GuildConfig.AspNetCore.Endpoints;
using DroasBot.GuildConfig.AspNetCore.Requests;
using DroasBot.GuildConfig.AspNetCore.Responses;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoints of a dashboard.</summary>
public static class GuildConfigEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps endpoints that describe, read and change the configuration of guilds: the schema, guilds with ETags, merge patches, history, restore and undo, backgrounds,
    /// and changes as server-sent events.
    /// </summary>
    /// <remarks>
    /// Sign-in is up to the host: put <c>RequireAuthorization()</c>, rate limits and so on on the group. The host's <see cref="IGuildConfigAuthorizer"/> decides who may see and change
    /// which guild; without one, everyone who reaches the endpoints may see and change every guild, and a warning says so. A change needs a signed-in
    /// user: see <see cref="GuildConfigEndpointOptions.ActorId"/>.
    /// </remarks>
    /// <param name="endpoints">The host's endpoints.</param>
    /// <param name="pattern">The route prefix of the endpoints. Default: <c>/guilds</c>.</param>
    /// <param name="configure">Sets the options; may be <see langword="null"/>.</param>
    /// <returns>The route group, for conventions that apply to all endpoints.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="endpoints"/> or <paramref name="pattern"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="InvalidOperationException"><c>AddGuildConfig</c> was not called.</exception>
    /// <example>
    /// <code>
    /// app.MapGuildConfig().RequireAuthorization();
    /// </code>
    /// </example>
    [RequiresUnreferencedCode(Untrimmable.MinimalApis)]
    [RequiresDynamicCode(Untrimmable.MinimalApis)]
    public static RouteGroupBuilder MapGuildConfig(
        this IEndpointRouteBuilder endpoints,
        [StringSyntax("Route")] string pattern = "/guilds",
        Action<GuildConfigEndpointOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        var options = new GuildConfigEndpointOptions();
        configure?.Invoke(options);
        options.ThrowIfInvalid();
        var known = endpoints.ServiceProvider.GetRequiredService<IServiceProviderIsService>();
        if (!known.IsService(typeof(IGuildConfigService)))
        {
            throw new InvalidOperationException("MapGuildConfig needs the services that AddGuildConfig registers. Call services.AddGuildConfig() first.");
        }

        var isGuarded = known.IsService(typeof(IGuildConfigAuthorizer));
        if (!isGuarded)
        {
            endpoints.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(GuildConfigEndpointOptions).FullName!).NoAuthorizer(pattern);
        }

        var group = endpoints.MapGroup(pattern).WithTags("guild configuration");
        group.AddEndpointFilter(new ProblemFilter());
        group.AddEndpointFilter(new RequestFilter(options));
        SchemaEndpoints.Map(group);
        new GuildEndpoints(options).Map(group);
        new HistoryEndpoints(options).Map(group);
        new BackgroundEndpoints(options).Map(group);
        new EventEndpoints(options).Map(group);
        return group;
    }
}
