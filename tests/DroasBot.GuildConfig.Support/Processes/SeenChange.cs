namespace DroasBot.GuildConfig.Support.Processes;

/// <summary>A change made by one node, as another saw it.</summary>
/// <param name="Revision">Its revision.</param>
/// <param name="ReadRevision">The revision that a read of its guild returned at that moment.</param>
/// <param name="Written">When the call that made the change returned.</param>
/// <param name="Seen">When that read returned.</param>
public sealed record SeenChange(long Revision, long ReadRevision, DateTime Written, DateTime Seen)
{
    /// <summary>Gets the time from commit to visibility; negative if the change was visible before the writer got its response.</summary>
    public TimeSpan Lag => Seen - Written;
}
