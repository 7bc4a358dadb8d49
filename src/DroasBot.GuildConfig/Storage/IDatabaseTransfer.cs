namespace DroasBot.GuildConfig.Storage;

/// <summary>Reading a whole database as of one instant, and filling an empty one. One implementation per engine.</summary>
internal interface IDatabaseTransfer
{
    /// <summary>Opens a session whose reads all see the same instant. It changes nothing, and no writer waits for it.</summary>
    /// <exception cref="GuildConfigStoreException">There is no such database.</exception>
    Task<DatabaseSession> OpenSnapshotAsync(CancellationToken cancellationToken);

    /// <summary>Opens a transaction that keeps every other writer out.</summary>
    Task<FillTransaction> OpenFillAsync(CancellationToken cancellationToken);

    /// <summary>Brings a database that was just filled into the state in which it is used.</summary>
    Task SettleAsync(CancellationToken cancellationToken);
}
