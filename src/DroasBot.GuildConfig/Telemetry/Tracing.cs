using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace DroasBot.GuildConfig.Telemetry;

/// <summary>Begins the operations that are traced, by the activity source <c>DroasBot.GuildConfig</c>. A warm read is none.</summary>
internal sealed class Tracing(GuildConfigMetrics metrics, TimeProvider timeProvider)
{
    public const string SourceName = "DroasBot.GuildConfig";

    private static readonly ActivitySource? _source = CreateSource();

    /// <summary>Gets whether anybody listens to activities.</summary>
    public static bool IsTraced => _source?.HasListeners() == true;

    /// <summary>One guild is read from the database.</summary>
    /// <param name="reader">The activity of the reader that it is for, since it does not run in the context of that reader.</param>
    public TracedOperation BeginLoad(Activity? reader = null)
        => new(IsTraced ? Start("load", reader?.Context ?? default) : null, metrics.LoadDuration, metrics.Guard, timeProvider);

    /// <summary>All guilds are read from the database.</summary>
    public TracedOperation BeginPreload() => Begin("preload", metrics.PreloadDuration);

    /// <summary>Changes are taken from the log.</summary>
    public TracedOperation BeginSync() => Begin("sync", duration: null);

    /// <summary>The schema is brought up to date.</summary>
    public TracedOperation BeginMigration() => Begin("migrate", duration: null);

    /// <summary>Units of work are executed and committed together.</summary>
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

    /// <summary>A method of its own, so that nothing is allocated where nobody listens.</summary>
    private Activity? Start(string name, ActivityContext parent) => Guarded(() => _source!.StartActivity(name, ActivityKind.Internal, parent));

    private Activity? Guarded(Func<Activity?> start)
    {
        Activity? activity = null;
        metrics.Guard.Run(() => activity = start());
        return activity;
    }
}
