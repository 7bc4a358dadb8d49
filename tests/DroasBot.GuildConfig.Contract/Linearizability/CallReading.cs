namespace DroasBot.GuildConfig.Contract.Linearizability;

/// <summary>Where a call looks.</summary>
public enum CallReading
{
    /// <summary>Into what its node has cached, which may be older than what another node has written.</summary>
    Cache,

    /// <summary>Into the database, for what its node then has cached.</summary>
    Database,

    /// <summary>Into the database, in a write transaction.</summary>
    Transaction,
}
