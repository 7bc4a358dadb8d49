using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace DroasBot.GuildConfig.Telemetry;

/// <summary>One operation of the library: an activity if there is a listener, and a duration if that is measured.</summary>
internal readonly struct TracedOperation(Activity? activity, Histogram<double>? duration, TelemetryGuard guard, TimeProvider timeProvider) : IDisposable
{
    private const string ErrorType = "error.type";

    private readonly long _started = timeProvider.GetTimestamp();

    /// <param name="name">The name after <see cref="GuildConfigMetrics.Prefix"/>.</param>
    /// <param name="value">A count, never an id.</param>
    public void Tag(string name, long value) => activity?.SetTag(GuildConfigMetrics.Prefix + name, value);

    public void Succeeded()
    {
        try
        {
            duration?.Record(ElapsedSeconds);
        }
        catch (Exception thrown)
        {
            guard.Report(thrown);
        }
    }

    public void Failed(Exception failure)
    {
        // A store exception wraps the engine's exception, which is more specific.
        var type = (failure.InnerException ?? failure).GetType().FullName;
        activity?.SetStatus(ActivityStatusCode.Error, failure.Message).SetTag(ErrorType, type);
        try
        {
            duration?.Record(ElapsedSeconds, new KeyValuePair<string, object?>(ErrorType, type));
        }
        catch (Exception thrown)
        {
            guard.Report(thrown);
        }
    }

    /// <summary>Runs the operation, and records its outcome.</summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        try
        {
            var result = await work().ConfigureAwait(false);
            Succeeded();
            return result;
        }
        catch (Exception failure)
        {
            Failed(failure);
            throw;
        }
    }

    public void Dispose()
    {
        try
        {
            activity?.Dispose();
        }
        catch (Exception thrown)
        {
            guard.Report(thrown);
        }
    }

    private double ElapsedSeconds => timeProvider.GetElapsedTime(_started).TotalSeconds;
}
