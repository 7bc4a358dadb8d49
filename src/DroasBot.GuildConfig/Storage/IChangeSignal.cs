namespace DroasBot.GuildConfig.Storage;

/// <summary>Signals that the database may have changed. Only a hint: one may be lost, and one may be spurious.</summary>
internal interface IChangeSignal : IAsyncDisposable
{
    /// <summary>Waits for a hint; returns without one after <paramref name="timeout"/>, or if hints are unavailable.</summary>
    Task WaitAsync(TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>Called between two waits: closes files that are no longer the database at its path, since they prevent the new one from being opened.</summary>
    void CloseGone()
    {
    }
}
