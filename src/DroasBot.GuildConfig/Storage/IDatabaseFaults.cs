namespace DroasBot.GuildConfig.Storage;

/// <summary>The seam at which tests, those of hosts too, make the database fail. There is none elsewhere.</summary>
internal interface IDatabaseFaults
{
    /// <summary>Called before each read; throws what the read is to fail with.</summary>
    void BeforeRead();

    /// <summary>Called before each transaction that writes; throws what it is to fail with.</summary>
    void BeforeWrite();
}
