using DroasBot.GuildConfig.Telemetry;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>Asks the host's authorizer, if there is one, before a write.</summary>
internal sealed class AccessGuard(GuildConfigMetrics metrics, ILogger<AccessGuard> logger, IGuildConfigAuthorizer? authorizer = null)
{
    /// <exception cref="GuildConfigAccessDeniedException">The authorizer refuses.</exception>
    public async ValueTask DemandAsync(ulong guildId, GuildConfigChangeKind kind, ChangeContext context, CancellationToken cancellationToken)
    {
        if (authorizer is null)
        {
            return;
        }

        var access = new GuildConfigAccess(guildId, context.ActorId, kind);
        if (!await authorizer.AuthorizeAsync(access, cancellationToken).ConfigureAwait(false))
        {
            logger.AccessDenied(kind);
            metrics.Denied();
            throw new GuildConfigAccessDeniedException(access);
        }
    }
}
