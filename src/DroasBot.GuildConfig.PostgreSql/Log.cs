using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.PostgreSql;

/// <summary>The log messages of this package. Event ids are stable, and not those of the library.</summary>
internal static partial class Log
{
    [LoggerMessage(101, LogLevel.Warning, "Notifications of other nodes cannot be received; changes are looked for at each sync interval")]
    public static partial void ListenerLost(this ILogger logger, Exception exception);

    [LoggerMessage(102, LogLevel.Information, "Notifications of other nodes are received again, after {Failures} failures")]
    public static partial void ListenerRestored(this ILogger logger, int failures);
}
