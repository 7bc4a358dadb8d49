namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>Is told of each change that this process has committed, in the order of revisions, before the caller who asked for it is answered.</summary>
internal interface IChangeObserver
{
    /// <summary>Takes note that a write transaction has begun, and of the last revision that its database has given out. Must be quick and must not throw.</summary>
    void OnBegan(long revision)
    {
    }

    /// <summary>Takes note of one change. Must be quick and must not throw.</summary>
    void OnCommitted(GuildConfigChange change);
}
