using DroasBot.GuildConfig.Telemetry;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>Asks the host's authorizer, if there is one, before a write.</summary>
internal sealed class AccessGuard(GuildConfigMetrics metrics, ILogger<AccessGuard> logger, IGuildConfigAuthorizer? authorizer = null)
{
    /// <summary>Gets whether there is an authorizer.</summary>
    public bool HasAuthorizer => authorizer is not null;

    /// <param name="operation">The write.</param>
    /// <param name="kind">What it does.</param>
    /// <param name="sections">What it changes.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <exception cref="GuildConfigAccessDeniedException">The authorizer refuses.</exception>
    public async ValueTask DemandAsync(GuildOperation operation, GuildConfigChangeKind kind, IReadOnlyList<string> sections, CancellationToken cancellationToken)
    {
        if (authorizer is null)
        {
            return;
        }

        var access = new GuildConfigAccess(operation.GuildId, operation.Context.ActorId, kind) { Sections = sections };
        if (!await authorizer.AuthorizeAsync(access, cancellationToken).ConfigureAwait(false))
        {
            logger.AccessDenied(kind);
            metrics.Denied();
            throw new GuildConfigAccessDeniedException(access);
        }
    }
}
