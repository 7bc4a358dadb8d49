using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace DroasBot.GuildConfig.Telemetry;

/// <summary>Begins the traced operations, with the activity source <c>DroasBot.GuildConfig</c>. A warm read is not traced.</summary>
internal sealed class Tracing(GuildConfigMetrics metrics, TimeProvider timeProvider)
{
    public const string SourceName = "DroasBot.GuildConfig";

    private static readonly ActivitySource? _source = CreateSource();

    /// <summary>Gets whether there is a listener.</summary>
    public static bool IsTraced => _source?.HasListeners() == true;

    /// <summary>Traces the load of one guild.</summary>
    /// <param name="reader">The activity of the reader, because the load does not run in the reader's context.</param>
    public TracedOperation BeginLoad(Activity? reader = null)
        => new(IsTraced ? Start("load", reader?.Context ?? default) : null, metrics.LoadDuration, metrics.Guard, timeProvider);

    /// <summary>Traces the load of all guilds.</summary>
    public TracedOperation BeginPreload() => Begin("preload", metrics.PreloadDuration);

    /// <summary>Traces the processing of changes from the log.</summary>
    public TracedOperation BeginSync() => Begin("sync", duration: null);

    /// <summary>Traces a schema migration.</summary>
    public TracedOperation BeginMigration() => Begin("migrate", duration: null);

    /// <summary>Traces the execution and commit of a batch.</summary>
    /// <param name="callers">The activities in which they were queued, which the new one is linked to.</param>
    public TracedOperation BeginCommit(IEnumerable<Activity?> callers)
        => new(IsTraced ? StartCommit(callers) : null, metrics.CommitDuration, metrics.Guard, timeProvider);

    /// <returns><see langword="null"/> if a listener of the host throws when it is asked whether it wants the source: then nothing is traced.</returns>
    private static ActivitySource? CreateSource()
    {
        try
        {
            return new ActivitySource(SourceName);
        }
        catch (Exception)
        {
            return null;
        }
    }

    private Activity? StartCommit(IEnumerable<Activity?> callers)
        => Guarded(() => _source!.StartActivity(
            ActivityKind.Internal,
            links: callers.OfType<Activity>().Distinct().Select(static caller => new ActivityLink(caller.Context)),
            name: "commit"));

    private TracedOperation Begin(string name, Histogram<double>? duration)
        => new(IsTraced ? Start(name, parent: default) : null, duration, metrics.Guard, timeProvider);

    /// <summary>A separate method, so that nothing is allocated without a listener.</summary>
    private Activity? Start(string name, ActivityContext parent) => Guarded(() => _source!.StartActivity(name, ActivityKind.Internal, parent));

    private Activity? Guarded(Func<Activity?> start)
    {
        Activity? activity = null;
        metrics.Guard.Run(() => activity = start());
        return activity;
    }
}
