namespace DroasBot.GuildConfig.Coyote;

/// <summary>A requested write, and its outcome for the caller.</summary>
/// <param name="Number">Identifies the write: its actor, and the channel that it sets.</param>
/// <param name="Guilds">The guilds that it changes, each once, all or nothing.</param>
internal sealed record ExploredWrite(ulong Number, IReadOnlyList<ulong> Guilds)
{
    /// <summary>Gets or sets the revision of its last change; <see langword="null"/> while it has not succeeded.</summary>
    public long? Revision { get; set; }

    /// <summary>Gets or sets why it failed.</summary>
    public Exception? Failure { get; set; }
}
