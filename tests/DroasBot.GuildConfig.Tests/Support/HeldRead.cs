namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>A read that has seen the database, and does not return until it is released.</summary>
internal sealed class HeldRead
{
    private readonly TaskCompletionSource _began = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets a task that completes when the read has seen the database.</summary>
    public Task Began => _began.Task;

    public void Release() => _released.TrySetResult();

    /// <summary>Makes the read end with an error instead of a value.</summary>
    public void Fail(Exception failure) => _released.TrySetException(failure);

    public Task HoldAsync()
    {
        _began.TrySetResult();
        return _released.Task;
    }
}
