using DroasBot.GuildConfig.Storage;

namespace DroasBot.GuildConfig.Testing;

/// <summary>Makes the database of <see cref="GuildConfigTestingBuilderExtensions.UseTemporaryDatabase"/> fail on demand. Resolve it from the services. Thread-safe.</summary>
/// <remarks>The engine behaves as it does with a database that is down: it serves cached guilds, retries writes, and reports the outage and its end.</remarks>
public sealed class GuildConfigFaults : IDatabaseFaults
{
    private volatile bool _failsReads;
    private volatile bool _failsWrites;
    private int _conflicts;

    /// <summary>Gets or sets whether every read of the database fails with a transient <see cref="GuildConfigStoreException"/>. Cached guilds are still served.</summary>
    /// <example>
    /// <code>
    /// faults.FailReads = true;
    /// var cached = await configs.GetAsync(guildId);
    /// </code>
    /// </example>
    public bool FailReads
    {
        get => _failsReads;
        set => _failsReads = value;
    }

    /// <summary>
    /// Gets or sets whether every write fails: it is retried until <see cref="GuildConfigOptions.TransactionTimeout"/>, which a test should make short,
    /// and then throws a transient <see cref="GuildConfigStoreException"/>. A write that is being retried when this is switched off succeeds.
    /// </summary>
    public bool FailWrites
    {
        get => _failsWrites;
        set => _failsWrites = value;
    }

    /// <summary>Makes reads and writes fail until the returned object is disposed.</summary>
    /// <returns>An object whose disposal ends the outage.</returns>
    /// <example>
    /// <code>
    /// using (faults.BeginOutage())
    /// {
    ///     await bot.WelcomeAsync(guildId, member);
    /// }
    /// </code>
    /// </example>
    public IDisposable BeginOutage()
    {
        (FailReads, FailWrites) = (true, true);
        return new Outage(this);
    }

    /// <summary>
    /// Makes the next calls with an <see cref="ChangeContext.ExpectedRevision"/> conflict: somebody else changes the guild just before each, and changes it back, so that
    /// the call throws a <see cref="GuildConfigConflictException"/>.
    /// </summary>
    /// <param name="calls">The number of calls, from 0; replaces the previous number.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="calls"/> is negative.</exception>
    /// <example>
    /// <code>
    /// faults.FailWithConflicts(calls: 2);
    /// await bot.SetChannelAsync(guildId, channelId);
    /// </code>
    /// </example>
    public void FailWithConflicts(int calls = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(calls);
        Volatile.Write(ref _conflicts, calls);
    }

    void IDatabaseFaults.BeforeRead() => ThrowIf(_failsReads, "read");

    void IDatabaseFaults.BeforeWrite() => ThrowIf(_failsWrites, "written");

    internal bool TakeConflict()
    {
        for (var left = Volatile.Read(ref _conflicts); left > 0; left = Volatile.Read(ref _conflicts))
        {
            if (Interlocked.CompareExchange(ref _conflicts, left - 1, left) == left)
            {
                return true;
            }
        }

        return false;
    }

    private static void ThrowIf(bool fails, string done)
    {
        if (fails)
        {
            throw new GuildConfigStoreException($"The database cannot be {done}, because the test requested it.", isTransient: true);
        }
    }

    private sealed class Outage(GuildConfigFaults faults) : IDisposable
    {
        public void Dispose() => (faults.FailReads, faults.FailWrites) = (false, false);
    }
}
