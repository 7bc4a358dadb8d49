using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Storage.Schema;

/// <summary>What EF Core is told for the library's own context.</summary>
internal static class QuietContext
{
    /// <summary>Nothing is tracked; and what fails is thrown, so it is not logged as an error too.</summary>
    public static DbContextOptionsBuilder UseQuietly(this DbContextOptionsBuilder options)
        => options
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .ConfigureWarnings(static warnings => warnings.Log(
                (RelationalEventId.CommandExecuted, LogLevel.Debug),
                (RelationalEventId.CommandError, LogLevel.Debug),
                (RelationalEventId.ConnectionError, LogLevel.Debug),
                (RelationalEventId.TransactionError, LogLevel.Debug),
                (CoreEventId.QueryIterationFailed, LogLevel.Debug)));
}
