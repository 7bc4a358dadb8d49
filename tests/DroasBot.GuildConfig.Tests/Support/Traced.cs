using System.Collections.Concurrent;
using System.Diagnostics;
using DroasBot.GuildConfig.Support;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>The library's activities that belong to one test: below its own activity, which is current from here on, or linked to it. Those of other tests are not created.</summary>
/// <remarks>A start belongs to no caller, so its activities are below nothing: only a test that runs alone can have them.</remarks>
internal sealed class Traced : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;
    private readonly bool _isAlone;

    /// <param name="isAlone">Whether no other test runs at the same time, so that activities without a parent also belong to this one.</param>
    public Traced(bool isAlone = false)
    {
        _isAlone = isAlone;
        Root = new Activity("test").Start();
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "DroasBot.GuildConfig",
            Sample = (ref ActivityCreationOptions<ActivityContext> options)
                => IsOwn(options.Parent.TraceId, options.Links) ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = activity =>
            {
                // Also notified of activities that another test's listener has requested.
                if (IsOwn(activity.ParentSpanId == default ? default : activity.TraceId, activity.Links))
                {
                    _ended.Enqueue(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>Gets the activity of the test.</summary>
    public Activity Root { get; }

    /// <summary>Gets the activities that have ended, in that order.</summary>
    public IReadOnlyCollection<Activity> Ended => _ended;

    /// <summary>Gets the only ended activity of a name.</summary>
    public Activity Single(string name) => _ended.Single(activity => activity.OperationName == name);

    /// <summary>Waits for activities of a name to end; a commit's activity ends after its callers got their responses.</summary>
    public Task WaitForAsync(string name, int count = 1) => Deadlines.UntilAsync(() => _ended.Count(activity => activity.OperationName == name) >= count);

    public void Dispose()
    {
        _listener.Dispose();
        Root.Stop();
    }

    private bool IsOwn(ActivityTraceId trace, IEnumerable<ActivityLink>? links)
        => trace == Root.TraceId || (_isAlone && trace == default) || links?.Any(link => link.Context.TraceId == Root.TraceId) == true;
}
