namespace DroasBot.GuildConfig.Storage;

/// <summary>Reads a whole database as of one instant, and fills an empty one. One implementation per engine.</summary>
internal interface IDatabaseTransfer
{
    /// <summary>Opens a session whose reads all see the same snapshot. It changes nothing and blocks no writer.</summary>
    /// <exception cref="GuildConfigStoreException">There is no such database.</exception>
    Task<DatabaseSession> OpenSnapshotAsync(CancellationToken cancellationToken);

    /// <summary>Opens a transaction that locks out all other writers.</summary>
    Task<FillTransaction> OpenFillAsync(CancellationToken cancellationToken);

    /// <summary>Does now, for a database that was just filled, what would otherwise be done during its use.</summary>
    Task SettleAsync(CancellationToken cancellationToken);
}
