using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Storage.Schema;

/// <summary>The EF Core options of the library's own context.</summary>
internal static class ReadOnlyContext
{
    /// <summary>Nothing is tracked; writes are refused; failures are thrown, so they are not also logged as errors.</summary>
    public static DbContextOptionsBuilder UseReadOnly(this DbContextOptionsBuilder options)
        => options
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .AddInterceptors(WriteRefusal.Instance)
            .ConfigureWarnings(static warnings => warnings.Log(
                (RelationalEventId.CommandExecuted, LogLevel.Debug),
                (RelationalEventId.CommandError, LogLevel.Debug),
                (RelationalEventId.ConnectionError, LogLevel.Debug),
                (RelationalEventId.TransactionError, LogLevel.Debug),
                (CoreEventId.QueryIterationFailed, LogLevel.Debug)));
}
