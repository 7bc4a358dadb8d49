using System.Collections.Concurrent;
using System.Diagnostics;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>The library's activities that belong to one test: below its own activity, which is current from here on, or linked to it. Those of other tests are not made.</summary>
internal sealed class Traced : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public Traced()
    {
        Root = new Activity("test").Start();
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "DroasBot.GuildConfig",
            Sample = (ref ActivityCreationOptions<ActivityContext> options)
                => IsOwn(options.Parent.TraceId, options.Links) ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = activity =>
            {
                // Told of those too that the listener of another test has asked for.
                if (IsOwn(activity.TraceId, activity.Links))
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

    /// <summary>Gets the one activity of a name that has ended.</summary>
    public Activity Single(string name) => _ended.Single(activity => activity.OperationName == name);

    public void Dispose()
    {
        _listener.Dispose();
        Root.Stop();
    }

    private bool IsOwn(ActivityTraceId trace, IEnumerable<ActivityLink>? links)
        => trace == Root.TraceId || links?.Any(link => link.Context.TraceId == Root.TraceId) == true;
}
