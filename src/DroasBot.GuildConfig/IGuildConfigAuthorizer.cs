namespace DroasBot.GuildConfig;

/// <summary>Decides whether a write may happen. Implemented by the host and registered with <see cref="GuildConfigBuilderExtensions.AddAuthorizer{TAuthorizer}"/>.</summary>
/// <remarks>
/// Called concurrently. Without one, every write is allowed: the host must check before it calls.
/// <para>
/// It is asked after the edit has shown what it changes, and before anything is stored; then the edit runs again. If the guild has changed meanwhile so that the same edit
/// touches more, it is asked again.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// services.AddGuildConfig().AddAuthorizer&lt;AdministratorsOnly&gt;();
/// </code>
/// </example>
public interface IGuildConfigAuthorizer
{
    /// <summary>Decides about one change of one guild.</summary>
    /// <param name="access">The requested write.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns><see langword="true"/> to allow the change; <see langword="false"/> to refuse it with <see cref="GuildConfigAccessDeniedException"/>.</returns>
    /// <example>
    /// <code>
    /// public sealed class AdministratorsOnly(Roles roles) : IGuildConfigAuthorizer
    /// {
    ///     public async ValueTask&lt;bool&gt; AuthorizeAsync(GuildConfigAccess access, CancellationToken cancellationToken)
    ///         =&gt; access.ActorId is { } actor &amp;&amp; await roles.IsAdministratorAsync(access.GuildId, actor, cancellationToken);
    /// }
    /// </code>
    /// </example>
    ValueTask<bool> AuthorizeAsync(GuildConfigAccess access, CancellationToken cancellationToken);

    /// <summary>Decides whether somebody may see a guild's configuration and history. The library itself does not ask; the endpoints of <c>DroasBot.GuildConfig.AspNetCore</c> do.</summary>
    /// <remarks>By default, anyone who may make a change that touches nothing may read: <see cref="AuthorizeAsync"/> decides about an update without sections.</remarks>
    /// <param name="guildId">The guild.</param>
    /// <param name="actorId">The actor; <see langword="null"/> if unknown.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns><see langword="true"/> to allow it.</returns>
    ValueTask<bool> AuthorizeReadAsync(ulong guildId, ulong? actorId, CancellationToken cancellationToken)
        => AuthorizeAsync(new GuildConfigAccess(guildId, actorId, GuildConfigChangeKind.Updated), cancellationToken);
}
