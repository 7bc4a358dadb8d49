namespace DroasBot.GuildConfig.Processes;

/// <summary>A change of one node as another saw it.</summary>
/// <param name="Revision">Its revision.</param>
/// <param name="ReadRevision">The revision that a read of its guild gave right then.</param>
/// <param name="Written">When the call that made it returned.</param>
/// <param name="Seen">When that read had returned.</param>
public sealed record SeenChange(long Revision, long ReadRevision, DateTime Written, DateTime Seen)
{
    /// <summary>Gets the time from commit to visible; negative if it was visible before the writer had its answer.</summary>
    public TimeSpan Lag => Seen - Written;
}
