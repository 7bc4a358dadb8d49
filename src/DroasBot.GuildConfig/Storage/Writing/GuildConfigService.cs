using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>The service without a cache: reads from the database, and writes through the queue.</summary>
internal sealed class GuildConfigService(
    IGuildConfigRepository repository,
    WriteQueue queue,
    GuildWrites writes,
    UnitOfWorkRunner runner) : IGuildConfigService
{
    public async ValueTask<GuildConfigSnapshot> GetAsync(ulong guildId, CancellationToken cancellationToken = default)
    {
        Snowflake.ThrowIfInvalid(guildId);
        return (await repository.FindAsync(guildId, cancellationToken).ConfigureAwait(false)).Snapshot;
    }

    public IAsyncEnumerable<GuildConfigSnapshot> ListAsync(CancellationToken cancellationToken = default) => ListAsync(afterGuildId: 0, cancellationToken);

    public IAsyncEnumerable<GuildConfigSnapshot> ListAsync(ulong afterGuildId, CancellationToken cancellationToken = default) => repository.ListAsync(afterGuildId, cancellationToken);

    public async Task<GuildConfigSnapshot> GetOrCreateAsync(ulong guildId, ChangeContext? context = null, CancellationToken cancellationToken = default)
    {
        Snowflake.ThrowIfInvalid(guildId);
        var checkedContext = ChangeContext.Checked(context);
        return await writes.ExecuteAsync(new CreateOperation(guildId, checkedContext), GuildConfigChangeKind.Created, static (_, after) => after, cancellationToken).ConfigureAwait(false);
    }

    public async Task<GuildConfigSnapshot> UpdateAsync(ulong guildId, Action<GuildConfigEditor> edit, ChangeContext? context = null, CancellationToken cancellationToken = default)
    {
        Snowflake.ThrowIfInvalid(guildId);
        ArgumentNullException.ThrowIfNull(edit);
        AsyncEdits.ThrowIfAsync(edit);
        var checkedContext = ChangeContext.Checked(context);
        return await writes.ExecuteAsync(new UpdateOperation(guildId, edit, checkedContext), GuildConfigChangeKind.Updated, static (_, after) => after, cancellationToken).ConfigureAwait(false);
    }

    public async Task<bool> DeleteAsync(ulong guildId, ChangeContext? context = null, CancellationToken cancellationToken = default)
    {
        Snowflake.ThrowIfInvalid(guildId);
        var checkedContext = ChangeContext.Checked(context);
        return await writes.ExecuteAsync(new DeleteOperation(guildId, checkedContext), GuildConfigChangeKind.Deleted, static (before, _) => before.Exists, cancellationToken).ConfigureAwait(false);
    }

    public async Task TransactAsync(Func<IGuildConfigTransaction, CancellationToken, Task> work, ChangeContext? context = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        var checkedContext = ChangeContext.Checked(context);
        if (checkedContext.ExpectedRevision is { } expected)
        {
            throw new ArgumentException(
                $"A unit of work can change several guilds, so it cannot expect revision {expected}. Compare the revision of a snapshot inside it.", nameof(context));
        }

        await queue.ExecuteAsync(unit => runner.RunAsync(unit, queue.Limit, work, checkedContext, cancellationToken), cancellationToken, checkedContext.DryRun).ConfigureAwait(false);
    }
}
