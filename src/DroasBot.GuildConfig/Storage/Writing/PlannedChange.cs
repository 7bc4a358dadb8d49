using DroasBot.GuildConfig.Storage.Schema;

namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>A change that is to be written, in the format of the log.</summary>
internal sealed class PlannedChange(GuildConfigChange change, bool isBeforeTold, long? previous)
{
    private string? _after;
    private bool _hasAfter;

    public GuildConfigChange Change => change;

    public long ChangedAt => change.ChangedAt.ToUnixTimeMilliseconds();

    /// <summary>Gets the configuration before as JSON; <see langword="null"/> if there was none, or if the change <see cref="Previous"/> contains it.</summary>
    public string? Before => !isBeforeTold && change.Before is { } before ? SnapshotJson.Write(before) : null;

    /// <summary>Gets the configuration after as JSON.</summary>
    public string? After
    {
        get
        {
            if (!_hasAfter)
            {
                _after = change.After is { } after ? SnapshotJson.Write(after) : null;
                _hasAfter = true;
            }

            return _after;
        }
    }

    /// <summary>Gets the revision of the guild's previous change.</summary>
    public long? Previous => previous;

    /// <summary>Gets or sets the mark of the commit, if this is its last change.</summary>
    public string? Mark { get; set; }

    public long Digest => ChangeDigest.Of(change.Revision, change.GuildId, change.Kind, ChangedAt, change.ActorId, change.Reason, After);
}
