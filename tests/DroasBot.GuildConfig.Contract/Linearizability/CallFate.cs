namespace DroasBot.GuildConfig.Contract.Linearizability;

/// <summary>What a caller knows about its call after it has returned.</summary>
public enum CallFate
{
    /// <summary>It took effect.</summary>
    Made,

    /// <summary>It failed without changing anything.</summary>
    NotMade,

    /// <summary>It failed, and the library reported that its outcome is unknown.</summary>
    Unknown,
}
