namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>Tracks whether the database can be written: a failure counts until a write succeeds. Thread-safe.</summary>
internal sealed class WriteHealth
{
    private volatile GuildConfigStoreException? _failure;

    /// <summary>Gets why the last write failed; <see langword="null"/> if it succeeded.</summary>
    public GuildConfigStoreException? Failure => _failure;

    public void Failed(GuildConfigStoreException failure) => _failure = failure;

    public void Succeeded() => _failure = null;
}
