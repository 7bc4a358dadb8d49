namespace DroasBot.GuildConfig.Testing;

/// <summary>Creates changes for unit tests, for a mock of <see cref="IGuildConfigChangeLog"/> to return.</summary>
public static class GuildConfigChanges
{
    /// <summary>Creates the change from one snapshot to another.</summary>
    /// <param name="before">The guild before; <see langword="null"/>, or a snapshot without a row, if it had none.</param>
    /// <param name="after">The guild after; <see langword="null"/>, or a snapshot without a row, if it was deleted.</param>
    /// <param name="kind">The kind of change; <see langword="null"/> to infer created, updated or deleted.</param>
    /// <param name="context">Who made it, and why; may be <see langword="null"/>.</param>
    /// <param name="changedAt">The time; <see langword="null"/> for that of <paramref name="after"/>, or now.</param>
    /// <returns>The change. Its revision is that of <paramref name="after"/>, or one more than that of <paramref name="before"/>.</returns>
    /// <exception cref="ArgumentException">Neither has a row, or they are not of one guild.</exception>
    /// <example>
    /// <code>
    /// var change = GuildConfigChanges.Create(before: null, after: GuildConfigSnapshots.Create(42, edit =&gt; edit.WelcomeChannelId = 1001));
    /// </code>
    /// </example>
    public static GuildConfigChange Create(
        GuildConfigSnapshot? before, GuildConfigSnapshot? after, GuildConfigChangeKind? kind = null, ChangeContext? context = null, DateTimeOffset? changedAt = null)
    {
        var (old, @new) = (before is { Exists: true } ? before : null, after is { Exists: true } ? after : null);
        var guildId = (@new ?? old)?.GuildId ?? throw new ArgumentException("Neither snapshot has a row, so nothing has changed.", nameof(after));
        return new GuildConfigChange(
            @new?.Revision ?? old!.Revision + 1,
            guildId,
            kind ?? (old is null ? GuildConfigChangeKind.Created : @new is null ? GuildConfigChangeKind.Deleted : GuildConfigChangeKind.Updated),
            changedAt ?? @new?.UpdatedAt ?? TimeProvider.System.GetUtcNow(),
            context?.ActorId,
            context?.Reason,
            old,
            @new);
    }
}
