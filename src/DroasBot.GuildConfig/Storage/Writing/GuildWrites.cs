namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>Authorizes and stores writes to one guild.</summary>
/// <remarks>
/// What a write changes is known only after planning it. So with an authorizer, a write is planned first; then the authorizer is asked, outside the queue, where it
/// delays nothing else; then the write is planned again, and stored if it changes nothing more than was allowed.
/// </remarks>
internal sealed class GuildWrites(WriteQueue queue, AccessGuard access)
{
    /// <summary>Executes an operation on one guild; completes when it is committed and published.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="kind">The kind of change to authorize.</param>
    /// <param name="result">Creates the caller's result from the guild before and after.</param>
    /// <param name="cancellationToken">Withdraws the request if it has not started to execute.</param>
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
