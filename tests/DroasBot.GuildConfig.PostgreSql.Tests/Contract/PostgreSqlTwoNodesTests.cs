using DroasBot.GuildConfig.Contract;
using DroasBot.GuildConfig.PostgreSql.Tests.Support;

namespace DroasBot.GuildConfig.PostgreSql.Tests.Contract;

/// <remarks>The long mode: <c>GUILD_CONFIG_FAULTS_OPERATIONS=1000000 GUILD_CONFIG_FAULTS_SEED=7 dotnet test tests/DroasBot.GuildConfig.PostgreSql.Tests --filter PostgreSqlTwoNodesTests</c>.</remarks>
public sealed class PostgreSqlTwoNodesTests(PostgreSqlServer server) : TwoNodesContract
{
    private CuttingProxy? _proxy;
    private PostgreSqlStore? _store;

    /// <summary>A fault lasts longer here, until the next connection is made.</summary>
    protected override int CallsByDefault => 500;

    protected override IReadOnlyList<Func<Func<Task>, Task>> EngineFaults =>
    [
        async passAsync =>
        {
            await _store!.TerminateAllAsync();
            await passAsync();
        },
        passAsync => CutAsync(CommitCut.BeforeServer, passAsync),
        passAsync => CutAsync(CommitCut.AfterServer, passAsync),
        passAsync => CutAsync(CommitCut.AfterServerForGood, passAsync),
    ];

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await (_proxy?.DisposeAsync() ?? ValueTask.CompletedTask);
        GC.SuppressFinalize(this);
    }

    protected override ContractStore CreateStore()
    {
        _proxy = new CuttingProxy(server);
        return _store = new PostgreSqlStore(server, _proxy.Through);
    }

    /// <summary>While the server is unreachable, callers that time out cannot know whether their change was committed.</summary>
    private async Task CutAsync(CommitCut cut, Func<Task> passAsync)
    {
        _proxy!.Next = cut;
        await passAsync();
        _proxy.Next = CommitCut.Never;
        _proxy.Open();
    }
}
