namespace DroasBot.GuildConfig.Testing.Internal;

/// <summary>Decorates the real service with conflicting changes on demand.</summary>
internal sealed class OutdatedCallers(IGuildConfigService inner, GuildConfigFaults faults) : IGuildConfigService
{
    public ValueTask<GuildConfigSnapshot> GetAsync(ulong guildId, CancellationToken cancellationToken = default) => inner.GetAsync(guildId, cancellationToken);

    public IAsyncEnumerable<GuildConfigSnapshot> ListAsync(CancellationToken cancellationToken = default) => inner.ListAsync(cancellationToken);

    public IAsyncEnumerable<GuildConfigSnapshot> ListAsync(ulong afterGuildId, CancellationToken cancellationToken = default) => inner.ListAsync(afterGuildId, cancellationToken);

    public async Task<GuildConfigSnapshot> GetOrCreateAsync(ulong guildId, ChangeContext? context = null, CancellationToken cancellationToken = default)
    {
        await OutdateAsync(guildId, context, cancellationToken).ConfigureAwait(false);
        return await inner.GetOrCreateAsync(guildId, context, cancellationToken).ConfigureAwait(false);
    }

    public async Task<GuildConfigSnapshot> UpdateAsync(ulong guildId, Action<GuildConfigEditor> edit, ChangeContext? context = null, CancellationToken cancellationToken = default)
    {
        await OutdateAsync(guildId, context, cancellationToken).ConfigureAwait(false);
        return await inner.UpdateAsync(guildId, edit, context, cancellationToken).ConfigureAwait(false);
    }

    public async Task<bool> DeleteAsync(ulong guildId, ChangeContext? context = null, CancellationToken cancellationToken = default)
    {
        await OutdateAsync(guildId, context, cancellationToken).ConfigureAwait(false);
        return await inner.DeleteAsync(guildId, context, cancellationToken).ConfigureAwait(false);
    }

    public Task TransactAsync(Func<IGuildConfigTransaction, CancellationToken, Task> work, ChangeContext? context = null, CancellationToken cancellationToken = default)
        => inner.TransactAsync(work, context, cancellationToken);

    /// <summary>Makes a real change, as another process would, and reverts it.</summary>
    private async Task OutdateAsync(ulong guildId, ChangeContext? context, CancellationToken cancellationToken)
    {
        if (guildId != 0 && context?.ExpectedRevision is not null && faults.TakeConflict())
        {
            ulong? channel = null;
            await inner.UpdateAsync(
                guildId,
                editor =>
                {
                    channel = editor.WelcomeChannelId;
                    editor.WelcomeChannelId = channel == 1UL ? 2UL : 1UL;
                },
                cancellationToken: cancellationToken).ConfigureAwait(false);
            await inner.UpdateAsync(guildId, editor => editor.WelcomeChannelId = channel, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
    }
}
