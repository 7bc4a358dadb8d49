namespace DroasBot.GuildConfig.PostgreSql;

/// <summary>Where the connections go that need a session of their own.</summary>
internal sealed class ListenerOptions
{
    /// <summary>Gets or sets their connection string; <see langword="null"/> for that of all others.</summary>
    public string? ConnectionString { get; set; }
}
