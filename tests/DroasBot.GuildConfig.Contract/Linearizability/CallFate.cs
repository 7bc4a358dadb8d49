namespace DroasBot.GuildConfig.Contract.Linearizability;

/// <summary>What a caller knows about its call after it has returned.</summary>
public enum CallFate
{
    /// <summary>It was made.</summary>
    Made,

    /// <summary>It failed, and changed nothing.</summary>
    NotMade,

    /// <summary>It failed, and the library reported that its outcome is unknown.</summary>
    Unknown,
}
