using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig;

/// <summary>The options of the library. Validated when the host starts; read once.</summary>
public sealed class GuildConfigOptions
{
    /// <summary>Gets or sets the connection string of the database. Default: <c>Data Source=guild-config.db</c>, a file in the current directory.</summary>
    /// <remarks>In-memory databases are refused: each connection would have its own.</remarks>
    public string ConnectionString { get; set; } = "Data Source=guild-config.db";

    /// <summary>Gets or sets whether a start updates the schema. Default: <see langword="true"/>. If <see langword="false"/>, a start fails unless the schema is up to date.</summary>
    public bool MigrateOnStartup { get; set; } = true;

    /// <summary>Gets or sets whether a start creates a missing database. Default: <see langword="true"/>. If <see langword="false"/>, a missing database is an error, and nothing is created.</summary>
    public bool CreateIfMissing { get; set; } = true;

    /// <summary>Gets or sets how long a start waits for a server that is not up yet, or a file that is locked. From 0 to 1 h. Default: 30 s.</summary>
    [AllowedRange("00:00:00", "01:00:00")]
    public TimeSpan StartupTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets whether a start loads all guilds, up to <see cref="GuildConfigCacheOptions.MaxBytes"/>. Default: <see langword="true"/>.</summary>
    public bool PreloadOnStartup { get; set; } = true;

    /// <summary>Gets or sets how often the change log is polled when no signal arrives: an upper bound on staleness. From 10 ms to 1 h. Default: 1 s.</summary>
    [AllowedRange("00:00:00.010", "01:00:00")]
    public TimeSpan SyncInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets how long a change may take, from the call until its commit begins: waiting for its turn, an edit or a unit of work, and retries while the database is busy. From 100 ms to 10 min. Default: 5 s.</summary>
    [AllowedRange("00:00:00.100", "00:10:00")]
    public TimeSpan TransactionTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets how long the audit trail is kept; the newest change of a guild stays, unless it is a deletion. At least 1 s. Default: <see langword="null"/>, forever.</summary>
    [AllowedRange("00:00:01", "36500.00:00:00")]
    public TimeSpan? HistoryRetention { get; set; }

    /// <summary>Gets or sets how many changes of one guild the audit trail keeps; older ones are removed. At least 1. Default: 1,000; <see langword="null"/> for no limit.</summary>
    [AllowedRange(1, int.MaxValue)]
    public int? HistoryLimit { get; set; } = 1_000;

    /// <summary>Gets or sets how long a guild is kept after the bot has left it; then it is erased, with its history. At least 1 s. Default: <see langword="null"/>, forever.</summary>
    /// <remarks>
    /// Counts from <see cref="IGuildConfigLifecycle.MarkLeftAsync"/> or <see cref="IGuildConfigLifecycle.ReconcileAsync"/>. A guild that returns before is kept. Only guilds
    /// of <see cref="Shards"/> are erased. To spare guilds that returned while the bot was down, a process begins once it has been reconciled, or has run
    /// for an hour, or for this time if that is shorter. Do not set it in processes that are not a bot, such as a dashboard.
    /// </remarks>
    /// <example>
    /// <code>
    /// services.AddGuildConfig(options =&gt; options.LeftGuildRetention = TimeSpan.FromDays(30));
    /// </code>
    /// </example>
    [AllowedRange("00:00:01", "36500.00:00:00")]
    public TimeSpan? LeftGuildRetention { get; set; }

    /// <summary>Gets or sets the directory that contains the background images. Default: <see langword="null"/>, <c>backgrounds</c> next to the database file.</summary>
    public string? BackgroundRoot { get; set; }

    /// <summary>Gets the shards that this process runs.</summary>
    /// <example>
    /// <code>
    /// services.AddGuildConfig(options =&gt;
    /// {
    ///     options.Shards.Total = 16;
    ///     options.Shards.Ids = [0, 1, 2, 3];
    /// });
    /// </code>
    /// </example>
    public GuildConfigShardOptions Shards { get; } = new();

    /// <summary>Gets the options of the cache.</summary>
    public GuildConfigCacheOptions Cache { get; } = new();

    /// <summary>Gets the thresholds of the health check.</summary>
    public GuildConfigHealthOptions Health { get; } = new();

    /// <summary>Describes the options in one line. The connection string is left out, since it may hold a password.</summary>
    /// <returns>The line.</returns>
    public override string ToString()
        => $"synchronized every {PlainValue.Of(SyncInterval)}, transactions up to {PlainValue.Of(TransactionTimeout)}, cache up to {PlainValue.Of(Cache.MaxBytes)} bytes for {PlainValue.Of(Cache.TimeToLive)}, "
            + $"history of {(HistoryRetention is { } retention ? PlainValue.Of(retention) : "any age")} and {(HistoryLimit is { } limit ? PlainValue.Of(limit) : "any number of")} changes a guild, "
            + $"shards {(Shards.Ids is { } ids ? string.Join(' ', ids) : "all")} of {Shards.Total}";

    // Gets the error found while these options were combined; null if there is none.
    internal string? Refusal { get; private set; }

    // Gets or sets whether a call to AddGuildConfig has named the database.
    private bool IsDatabaseNamed { get; set; }

    internal void Refuse(string reason) => Refusal ??= reason;

    // Applies what one call to AddGuildConfig sets. Otherwise, the second of two databases would silently win.
    internal void Apply(Action<GuildConfigOptions> configure)
    {
        var before = ConnectionString;
        configure(this);
        if (ConnectionString != before)
        {
            if (IsDatabaseNamed)
            {
                Refuse("Two calls of AddGuildConfig name different databases, and a service container has one. Name the database in one of them; for a second database, build a second container.");
            }

            IsDatabaseNamed = true;
        }
    }
}
