using DroasBot.GuildConfig.Storage;

namespace DroasBot.GuildConfig.Testing;

/// <summary>What the engine looks at before it uses the database. Thread-safe.</summary>
internal sealed class FaultSwitches : IDatabaseFaults
{
    private volatile bool _failsReads;
    private volatile bool _failsWrites;

    public bool FailsReads
    {
        get => _failsReads;
        set => _failsReads = value;
    }

    public bool FailsWrites
    {
        get => _failsWrites;
        set => _failsWrites = value;
    }

    public void BeforeRead() => ThrowIf(_failsReads, "read");

    public void BeforeWrite() => ThrowIf(_failsWrites, "written");

    private static void ThrowIf(bool fails, string done)
    {
        if (fails)
        {
            throw new GuildConfigStoreException($"The database cannot be {done}, because the test said so.", isTransient: true);
        }
    }
}
