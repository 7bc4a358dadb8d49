using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.AspNetCore;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "No IGuildConfigAuthorizer is registered, so everyone who reaches the endpoints below {Pattern} may see and change every guild. Register one with AddAuthorizer")]
    public static partial void NoAuthorizer(this ILogger logger, string pattern);
}
