using DroasBot.GuildConfig.Storage.Schema;

namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>Is notified of each commit of this process before its callers are answered. Internal: runs no host code.</summary>
internal interface ICommitObserver
{
    /// <summary>Called when a write transaction has begun, with the clock of its database. Must be quick and must not throw.</summary>
    void OnBegan(Clock clock);

    /// <summary>Called with the changes of one commit, ordered by revision. Must be quick and must not throw.</summary>
    /// <param name="changes">The changes.</param>
    /// <param name="mark">The mark that the commit left.</param>
    void OnCommitted(IReadOnlyList<GuildConfigChange> changes, string mark);
}
