namespace DroasBot.GuildConfig.PostgreSql.Tests.Support;

/// <summary>When a connection is cut that has sent COMMIT.</summary>
internal enum CommitCut
{
    /// <summary>Not at all.</summary>
    Never,

    /// <summary>Before the server gets it: the transaction is rolled back.</summary>
    BeforeServer,

    /// <summary>When the server has answered, before the client gets the answer: the transaction is committed.</summary>
    AfterServer,

    /// <summary>As <see cref="AfterServer"/>, and no new connection gets through.</summary>
    AfterServerForGood,
}
