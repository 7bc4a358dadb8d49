namespace DroasBot.GuildConfig.Faults.PowerCuts;

/// <summary>How a power cut treats what was not flushed to a file.</summary>
internal enum Losses
{
    /// <summary>All of it is lost.</summary>
    All,

    /// <summary>All of it is kept.</summary>
    None,

    /// <summary>It is kept up to some operation, and lost from there on.</summary>
    Later,

    /// <summary>Each operation is kept, lost or torn, whatever happens to those before and after it.</summary>
    Any,
}
