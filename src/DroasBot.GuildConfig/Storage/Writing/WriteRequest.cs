using System.Diagnostics;

namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>One caller's request on its way through the write queue.</summary>
internal abstract class WriteRequest(TimeSpan limit)
{
    private const int Waiting = 0;
    private const int Running = 1;
    private const int Withdrawn = 2;
    private const int Suspended = 3;

    private readonly long _called = Stopwatch.GetTimestamp();
    private int _state = Waiting;

    /// <summary>Gets the activity in which the request was made; <see langword="null"/> if there was none.</summary>
    public Activity? Caller { get; } = Activity.Current;

    /// <summary>Gets how long the request may take, from the call to the start of its commit.</summary>
    public TimeSpan Limit => limit;

    /// <summary>Gets what is left of <see cref="Limit"/>; zero or less if it has passed.</summary>
    public TimeSpan Left => limit - Stopwatch.GetElapsedTime(_called);

    /// <summary>Gets why the last run must not be committed; <see langword="null"/> if it may.</summary>
    public Exception? Failure { get; protected set; }

    /// <summary>Gets whether the caller has been answered.</summary>
    public abstract bool IsAnswered { get; }

    /// <summary>Gets its operation on one guild; <see langword="null"/> if it has none.</summary>
    public virtual GuildOperation? Operation => null;

    /// <summary>Gets the new background that the last run gives a guild; <see langword="null"/> if there is none.</summary>
    public BackgroundAsset? NewBackground { get; protected set; }

    /// <summary>Gets whether the request has its own transaction, which <see cref="RunAsync"/> runs in.</summary>
    public virtual bool IsExclusive => false;

    /// <summary>Gets whether the work is rolled back although nothing failed.</summary>
    public virtual bool IsDryRun => false;

    /// <summary>Claims the request for execution, unless its caller has withdrawn it.</summary>
    public bool TryStart()
        => Interlocked.CompareExchange(ref _state, Running, Waiting) == Waiting
            || Interlocked.CompareExchange(ref _state, Running, Suspended) == Suspended;

    /// <summary>Lets a started request be started again.</summary>
    public void Suspend() => Volatile.Write(ref _state, Suspended);

    /// <summary>Withdraws the request from the queue, unless it has started to execute.</summary>
    public bool TryWithdraw() => Interlocked.CompareExchange(ref _state, Withdrawn, Waiting) == Waiting;

    /// <summary>Does the part that may take long, on the data read: the host's code runs here. Changes nothing that others see. Never throws.</summary>
    public virtual void Prepare(WritePlan plan, WriteRules rules)
    {
    }

    /// <summary>Adds what was prepared to the plan. Never throws.</summary>
    public virtual void Apply(WritePlan plan, WriteRules rules)
    {
    }

    /// <summary>Runs a request that has its own transaction. Never throws.</summary>
    public virtual Task RunAsync(WriteSession session, WritePlan plan) => Task.CompletedTask;

    /// <summary>Gives the caller the result of the last run.</summary>
    public abstract void Complete();

    /// <summary>Gives the caller an error instead of the result of the last run. Does nothing if the caller has been answered.</summary>
    public abstract void Fail(Exception error);
}
