namespace DroasBot.GuildConfig.PostgreSql.Tests.Support;

/// <summary>When to cut a connection that has sent COMMIT.</summary>
internal enum CommitCut
{
    /// <summary>Never.</summary>
    Never,

    /// <summary>Before the server receives it: the transaction is rolled back.</summary>
    BeforeServer,

    /// <summary>After the server has responded, before the client receives it: the transaction is committed.</summary>
    AfterServer,

    /// <summary>Like <see cref="AfterServer"/>, and no new connection gets through.</summary>
    AfterServerForGood,
}
