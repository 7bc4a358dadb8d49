namespace DroasBot.GuildConfig;

/// <summary>Decides whether a write may happen. Implemented by the host and registered with <see cref="GuildConfigBuilderExtensions.AddAuthorizer{TAuthorizer}"/>.</summary>
/// <remarks>Called concurrently. Without one, every write is allowed: the host has then checked before it calls.</remarks>
/// <example>
/// <code>
/// services.AddGuildConfig().AddAuthorizer&lt;AdministratorsOnly&gt;();
/// </code>
/// </example>
public interface IGuildConfigAuthorizer
{
    /// <summary>Decides about one change of one guild.</summary>
    /// <param name="access">What is asked.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns><see langword="true"/> to allow the change; <see langword="false"/> to refuse it with <see cref="GuildConfigAccessDeniedException"/>.</returns>
    ValueTask<bool> AuthorizeAsync(GuildConfigAccess access, CancellationToken cancellationToken);
}
