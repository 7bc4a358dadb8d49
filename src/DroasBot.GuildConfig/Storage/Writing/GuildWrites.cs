namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>Writes to one guild, each of which is allowed before it is stored.</summary>
/// <remarks>
/// What a write changes is known once it was planned. So where there is an authorizer, a write is planned first; then the authorizer is asked, outside of the queue, where it
/// holds up nobody; then it is planned again and stored, if it changes nothing more than was allowed.
/// </remarks>
internal sealed class GuildWrites(WriteQueue queue, AccessGuard access)
{
    /// <summary>Does one thing to one guild; completes when it is committed and published.</summary>
    /// <param name="operation">What to do.</param>
    /// <param name="kind">What the authorizer is told.</param>
    /// <param name="result">Makes what the caller gets of the guild before and after.</param>
    /// <param name="cancellationToken">Withdraws the request if it has not begun to execute.</param>
    /// <exception cref="GuildConfigAccessDeniedException">The authorizer refuses.</exception>
    public async Task<T> ExecuteAsync<T>(
        GuildOperation operation, GuildConfigChangeKind kind, Func<GuildConfigSnapshot, GuildConfigSnapshot, T> result, CancellationToken cancellationToken)
    {
        operation.Permission = access.HasAuthorizer ? new Permission() : null;
        while (true)
        {
            var outcome = await queue.ExecuteAsync(operation, result, cancellationToken).ConfigureAwait(false);
            if (operation.Permission?.Wanted is not { } sections)
            {
                return outcome;
            }

            await access.DemandAsync(operation, kind, sections, cancellationToken).ConfigureAwait(false);
            operation.Permission.Grant(sections);
        }
    }
}
