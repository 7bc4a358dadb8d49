namespace DroasBot.GuildConfig.Contract.Linearizability;

/// <summary>Where a call reads.</summary>
public enum CallReading
{
    /// <summary>From its node's cache, which may lag behind another node's writes.</summary>
    Cache,

    /// <summary>From the database, into its node's cache.</summary>
    Database,

    /// <summary>From the database, in a write transaction.</summary>
    Transaction,
}
