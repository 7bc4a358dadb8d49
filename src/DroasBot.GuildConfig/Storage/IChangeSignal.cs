namespace DroasBot.GuildConfig.Storage;

/// <summary>Tells that the database may have changed. Only a hint: one may be lost, and one may come for nothing.</summary>
internal interface IChangeSignal : IAsyncDisposable
{
    /// <summary>Waits for a hint; returns without one after <paramref name="timeout"/>, or when hints cannot be had.</summary>
    Task WaitAsync(TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>Between two waits: closes what is open of a database that is no longer the one at its path, which keeps everybody from opening that one.</summary>
    void CloseGone()
    {
    }
}
