namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>The current context while an edit runs: <c>async void</c> methods register with it, and post their exceptions to it.</summary>
internal sealed class EditSynchronizationContext : SynchronizationContext
{
    public bool HasBegunAsyncVoid { get; private set; }

    public override void OperationStarted() => HasBegunAsyncVoid = true;

    public override void Post(SendOrPostCallback d, object? state)
        => ThreadPool.QueueUserWorkItem(
            static work =>
            {
                try
                {
                    work.Callback(work.State);
                }
                catch (Exception)
                {
                    // The edit has already failed, and its caller knows why. Its later exceptions must not end the process.
                }
            },
            (Callback: d, State: state),
            preferLocal: false);

    public override SynchronizationContext CreateCopy() => this;
}
