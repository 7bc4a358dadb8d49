namespace DroasBot.GuildConfig.PostgreSql;

/// <summary>The options of connections that need their own session.</summary>
internal sealed class ListenerOptions
{
    /// <summary>Gets or sets their connection string; <see langword="null"/> for the same as all others.</summary>
    public string? ConnectionString { get; set; }
}
