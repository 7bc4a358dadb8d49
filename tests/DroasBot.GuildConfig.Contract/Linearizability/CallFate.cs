namespace DroasBot.GuildConfig.Contract.Linearizability;

/// <summary>What a caller knows of its call when it has returned.</summary>
public enum CallFate
{
    /// <summary>It was made.</summary>
    Made,

    /// <summary>It failed, and has changed nothing.</summary>
    NotMade,

    /// <summary>It failed, and the library said that nobody knows whether it was made.</summary>
    Unknown,
}
