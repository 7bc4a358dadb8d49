namespace DroasBot.GuildConfig.Storage;

/// <summary>Lets tests, including hosts' tests, make the database fail. Not registered otherwise.</summary>
internal interface IDatabaseFaults
{
    /// <summary>Called before each read; throws the exception that the read should fail with.</summary>
    void BeforeRead();

    /// <summary>Called before each transaction that writes; throws the exception that it should fail with.</summary>
    void BeforeWrite();
}
