using DroasBot.GuildConfig.Storage.Sqlite;
using DroasBot.GuildConfig.Support;
using Microsoft.Data.Sqlite;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Sqlite;

public sealed class InterruptibleConnectionTests : IDisposable
{
    private const string Endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT 1 UNION ALL SELECT count(*) FROM n";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Execute_CancelledWhileItRuns_Stops()
    {
        using var stop = new CancellationTokenSource();
        using var connection = Open(stop.Token);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = Task.Run(
            () => connection.Read(Endless, _ => begun.TrySetResult()), TestContext.Current.CancellationToken);
        await begun.Task.InTime();

        await stop.CancelAsync();

        var ended = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.InTime());
        Assert.Equal(stop.Token, ended.CancellationToken);
    }

    [Fact]
    public void Execute_AlreadyCancelled_DoesNotBegin()
    {
        using var stop = new CancellationTokenSource();
        using var connection = Open(stop.Token);
        stop.Cancel();

        Assert.Throws<OperationCanceledException>(() => connection.Execute("CREATE TABLE t (x)"));
    }

    [Fact]
    public void Open_DirectoryIsMissing_Throws()
        => Assert.Throws<SqliteException>(() => new InterruptibleConnection($"Data Source={_directory.File("missing/any.db")};Pooling=false", new SqlitePragmas(TimeSpan.FromSeconds(5)), CancellationToken.None));

    private InterruptibleConnection Open(CancellationToken cancellationToken)
        => new($"Data Source={_directory.File("any.db")};Pooling=false", new SqlitePragmas(TimeSpan.FromSeconds(5)), cancellationToken);
}
