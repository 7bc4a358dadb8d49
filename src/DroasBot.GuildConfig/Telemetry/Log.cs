using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Telemetry;

/// <summary>All log messages of the library. Event ids are stable, and retired ones are not reused (21, 31, 32, 101, 102); a setting's value is never logged.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Database {Database}: {Count} schema migrations applied")]
    public static partial void Migrated(this ILogger logger, string database, int count);

    [LoggerMessage(4, LogLevel.Warning, "Created a new database: {Database}")]
    public static partial void DatabaseMade(this ILogger logger, string database);

    [LoggerMessage(5, LogLevel.Information, "Database {Database}: revision {Revision}, {Guilds} guilds")]
    public static partial void Started(this ILogger logger, string database, long revision, long guilds);

    [LoggerMessage(6, LogLevel.Warning, "The database cannot be written; serving stored guilds")]
    public static partial void WriteProbeFailed(this ILogger logger, Exception exception);

    [LoggerMessage(7, LogLevel.Information, "Database not ready yet; the start waits for up to {Seconds} s")]
    public static partial void StartWaits(this ILogger logger, Exception exception, double seconds);

    [LoggerMessage(2, LogLevel.Information, "{Engine} {Version}: {Defect}")]
    public static partial void EngineHasDefect(this ILogger logger, string engine, string version, string defect);

    [LoggerMessage(3, LogLevel.Information, "{Loaded} of {Total} guilds loaded into the cache ({Bytes} bytes)")]
    public static partial void Preloaded(this ILogger logger, long loaded, long total, long bytes);

    [LoggerMessage(10, LogLevel.Warning, "Database unavailable (found by {NoticedBy}); serving cached guilds, past their time-to-live too")]
    public static partial void OutageBegan(this ILogger logger, Exception exception, string noticedBy);

    [LoggerMessage(11, LogLevel.Information,
        "Database available again after {Seconds:0.0} s; {StaleReads} reads were answered with stale values, {FailedLoads} loads and {FailedSyncs} reads of the change log failed")]
    public static partial void OutageEnded(this ILogger logger, double seconds, long staleReads, long failedLoads, long failedSyncs);

    [LoggerMessage(12, LogLevel.Warning, "Guild {GuildId} could not be loaded, although the database answers ({Loads} such failures since the last such message)")]
    public static partial void LoadFailed(this ILogger logger, Exception exception, ulong guildId, long loads);

    [LoggerMessage(13, LogLevel.Error, "{Count} guilds cannot be read and were not loaded; reads of them fail, the others are served")]
    public static partial void GuildsUnreadable(this ILogger logger, Exception exception, int count);

    [LoggerMessage(8, LogLevel.Error, "{Loop} failed unexpectedly; it continues")]
    public static partial void LoopFailed(this ILogger logger, Exception exception, string loop);

    [LoggerMessage(9, LogLevel.Error, "A listener of the host threw when it was notified of a measurement or an activity; the library continues")]
    public static partial void ListenerFailed(this ILogger logger, Exception exception);

    [LoggerMessage(14, LogLevel.Warning, "The database {Database} was replaced while it was open; the old write-ahead log was kept as {Kept}")]
    public static partial void ForeignLogMoved(this ILogger logger, string database, string kept);

    [LoggerMessage(20, LogLevel.Debug, "Retrying a write transaction after a transient failure (attempt {Attempt})")]
    public static partial void WriteRetried(this ILogger logger, Exception exception, int attempt);

    [LoggerMessage(22, LogLevel.Warning, "The authorizer refused a change of kind {Kind}")]
    public static partial void AccessDenied(this ILogger logger, GuildConfigChangeKind kind);

    [LoggerMessage(23, LogLevel.Warning, "Freed pages could not be returned to the file system")]
    public static partial void CompactionFailed(this ILogger logger, Exception exception);

    [LoggerMessage(24, LogLevel.Warning, "The history could not be pruned; this will be retried")]
    public static partial void PruningFailed(this ILogger logger, Exception exception);

    [LoggerMessage(26, LogLevel.Warning, "Guilds that the bot has left could not be erased; this will be retried")]
    public static partial void PurgeFailed(this ILogger logger, Exception exception);

    [LoggerMessage(27, LogLevel.Information, "{Count} guilds erased: the bot left them longer ago than LeftGuildRetention")]
    public static partial void DepartedErased(this ILogger logger, int count);

    [LoggerMessage(28, LogLevel.Warning, "Unreferenced background images could not be removed; this will be retried")]
    public static partial void CollectionFailed(this ILogger logger, Exception exception);

    [LoggerMessage(25, LogLevel.Error, "A batch of changes failed unexpectedly; its callers were notified, and the writer continues")]
    public static partial void WriterFailed(this ILogger logger, Exception exception);

    [LoggerMessage(30, LogLevel.Information, "Files cannot be watched here; polling for changes of other processes at each sync interval")]
    public static partial void FileWatcherUnavailable(this ILogger logger, Exception exception);

    [LoggerMessage(33, LogLevel.Warning, "Reloading the cache: the change log does not lead from revision {Cursor} to {Revision} (different database: {OtherEpoch})")]
    public static partial void StartingOver(this ILogger logger, long cursor, long revision, bool otherEpoch);

    [LoggerMessage(34, LogLevel.Warning, "The change signal failed; polling more often until it works again")]
    public static partial void SignalFailed(this ILogger logger, Exception exception);

    [LoggerMessage(35, LogLevel.Information, "The change signal works again after {Failures} failures")]
    public static partial void SignalRecovered(this ILogger logger, int failures);

    [LoggerMessage(36, LogLevel.Warning, "The cache could not be reloaded; this will be retried, and cached guilds are served meanwhile")]
    public static partial void RefreshFailed(this ILogger logger, Exception exception);

    [LoggerMessage(60, LogLevel.Warning,
        "The settings '{Section}' are parsed again on every Get, because {SettingsType} is mutable: {MutableMembers}. Use init-only members and immutable collections to share it.")]
    public static partial void SettingsAreCopied(this ILogger logger, string section, Type settingsType, string mutableMembers);
}
