using System.Diagnostics;

namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>One caller's unit of work on its way through the write queue.</summary>
internal abstract class WriteRequest
{
    private const int Waiting = 0;
    private const int Running = 1;
    private const int Withdrawn = 2;

    private int _state = Waiting;

    /// <summary>Gets the activity in which the unit was queued; <see langword="null"/> if there was none.</summary>
    public Activity? Caller { get; } = Activity.Current;

    /// <summary>Gets why the last run must not be committed; <see langword="null"/> if it may.</summary>
    public Exception? Failure { get; protected set; }

    /// <summary>Claims the request for execution, unless its caller has withdrawn it.</summary>
    public bool TryStart() => Interlocked.CompareExchange(ref _state, Running, Waiting) == Waiting;

    /// <summary>Runs the unit; may be called again after a rollback. Never throws.</summary>
    public abstract Task RunAsync(UnitOfWork unit);

    /// <summary>Gives the caller what the last run came to.</summary>
    public abstract void Complete();

    /// <summary>Gives the caller an error instead of what the last run came to.</summary>
    public abstract void Fail(Exception error);

    protected bool TryWithdraw() => Interlocked.CompareExchange(ref _state, Withdrawn, Waiting) == Waiting;
}
