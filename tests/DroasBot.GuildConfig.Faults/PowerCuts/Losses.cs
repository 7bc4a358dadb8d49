namespace DroasBot.GuildConfig.Faults.PowerCuts;

/// <summary>How a power cut treats the unflushed operations of a file.</summary>
internal enum Losses
{
    /// <summary>All are lost.</summary>
    All,

    /// <summary>All are kept.</summary>
    None,

    /// <summary>They are kept up to some operation, and lost from there on.</summary>
    Later,

    /// <summary>Each is kept, lost or torn, independently of those before and after it.</summary>
    Any,
}
