namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>What is current while an edit runs: every <c>async void</c> method announces itself to it, and brings it its exceptions.</summary>
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
                    // The edit has failed already, and its caller was told why. What it goes on to do on its own must not end the process.
                }
            },
            (Callback: d, State: state),
            preferLocal: false);

    public override SynchronizationContext CreateCopy() => this;
}
