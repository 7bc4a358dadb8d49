using DroasBot.GuildConfig.Storage.Schema;

namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>Is told of each commit of this process before the callers who asked for it are answered. The library's own: no host code runs in it.</summary>
internal interface ICommitObserver
{
    /// <summary>Takes note that a write transaction has begun, and of where its database stands. Must be quick and must not throw.</summary>
    void OnBegan(Clock clock);

    /// <summary>Takes note of the changes of one commit, in the order of their revisions. Must be quick and must not throw.</summary>
    /// <param name="changes">The changes.</param>
    /// <param name="mark">The mark that the commit left.</param>
    void OnCommitted(IReadOnlyList<GuildConfigChange> changes, string mark);
}
