namespace DroasBot.GuildConfig.Coyote.Database;

/// <summary>The steps at which a database can fail.</summary>
internal enum DatabaseStep
{
    /// <summary>A connection is opened.</summary>
    Open,

    /// <summary>A statement reads.</summary>
    Read,

    /// <summary>A transaction begins.</summary>
    Begin,

    /// <summary>A transaction writes.</summary>
    Write,

    /// <summary>A transaction is about to be committed; if this fails, it is not.</summary>
    Commit,

    /// <summary>A transaction was committed, and the response is on its way.</summary>
    Answer,
}
