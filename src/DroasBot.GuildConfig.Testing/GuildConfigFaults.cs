using DroasBot.GuildConfig.Storage;

namespace DroasBot.GuildConfig.Testing;

/// <summary>Makes the database of <see cref="GuildConfigTestingBuilderExtensions.UseTemporaryDatabase"/> fail when a test wants it to. Resolve it from the services. Thread-safe.</summary>
/// <remarks>The engine does not know that it is being tested: it serves what is cached, tries writes again, notes an outage and its end, as it would with a database that is down.</remarks>
public sealed class GuildConfigFaults : IDatabaseFaults
{
    private volatile bool _failsReads;
    private volatile bool _failsWrites;
    private int _conflicts;

    /// <summary>Gets or sets whether every read of the database fails with a transient <see cref="GuildConfigStoreException"/>. What is cached is served all the same.</summary>
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
    /// Gets or sets whether every write fails: it is tried again until <see cref="GuildConfigOptions.TransactionTimeout"/> is over, which a test should make short,
    /// and then is a transient <see cref="GuildConfigStoreException"/>; one that is being tried when this ends, succeeds.
    /// </summary>
    public bool FailWrites
    {
        get => _failsWrites;
        set => _failsWrites = value;
    }

    /// <summary>Lets the database fail, reads and writes, until what is returned is disposed.</summary>
    /// <returns>Ends the outage.</returns>
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
    /// Lets the next calls that expect a revision (<see cref="ChangeContext.ExpectedRevision"/>) come too late: somebody else changes the guild just before each, and changes it back, so that
    /// the call is a <see cref="GuildConfigConflictException"/>.
    /// </summary>
    /// <param name="calls">How many calls, from 0; replaces what was said before.</param>
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
            throw new GuildConfigStoreException($"The database cannot be {done}, because the test said so.", isTransient: true);
        }
    }

    private sealed class Outage(GuildConfigFaults faults) : IDisposable
    {
        public void Dispose() => (faults.FailReads, faults.FailWrites) = (false, false);
    }
}
