using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Storage.Schema;

/// <summary>What EF Core is told for the library's own context.</summary>
internal static class ReadOnlyContext
{
    /// <summary>Nothing is tracked; what writes is refused; and what fails is thrown, so it is not logged as an error too.</summary>
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
