using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Storage.Writing;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Moq;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Writing;

/// <summary>A writer without its queue: its upkeep between batches, and what it tells others.</summary>
public sealed class BatchWriterDirectTests : IAsyncLifetime
{
    private const int CompactionFailed = 23;

    private static readonly TimeSpan _limit = Deadlines.Limit;

    private readonly EventRecorder _log = new();
    private readonly TestHost _host;
    private readonly Mock<IDatabaseAdministration> _administration = new();
    private readonly Mock<ICommitObserver> _observer = new();

    public BatchWriterDirectTests() => _host = new TestHost(services: services => services.AddLogging(logging => logging.AddProvider(_log)));

    public ValueTask InitializeAsync() => new(_host.Services.InitializeGuildConfigAsync(cancellationToken: TestContext.Current.CancellationToken));

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _log.Dispose();
    }

    [Fact]
    public async Task TendAsync_Quiet_CheckpointsOncePerCommit()
    {
        using var writer = NewWriter();
        Assert.False(writer.HasSession);
        await writer.ProbeAsync(new ProbeRequest(_limit));
        Assert.True(writer.HasSession);
        await writer.TendAsync(isQuiet: true);
        VerifyCheckpoints(0);

        for (var commits = 1; commits <= 2; commits++)
        {
            await ExecuteAsync(writer, new RefreshRequest(_limit));
            await writer.TendAsync(isQuiet: false);
            VerifyCheckpoints(commits - 1);
            await writer.TendAsync(isQuiet: true);
            await writer.TendAsync(isQuiet: true);
            VerifyCheckpoints(commits);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TendAsync_CheckpointFails_ClosesTheSessionAndTheNextBatchOpensAnother(bool isOfTheEngine)
    {
        Exception failure = isOfTheEngine ? new SqliteException("disk I/O error", SQLitePCL.raw.SQLITE_IOERR) : new GuildConfigStoreException("Moved away.", isTransient: true, innerException: null);
        using var writer = NewWriter();
        await ExecuteAsync(writer, new RefreshRequest(_limit));
        DatabaseSession? closed = null;
        _administration.Setup(database => database.CheckpointAsync(It.IsAny<DatabaseSession>(), It.IsAny<CancellationToken>()))
            .Callback((DatabaseSession session, CancellationToken _) => closed = session)
            .ThrowsAsync(failure);

        await writer.TendAsync(isQuiet: true);

        Assert.False(writer.HasSession);
        Assert.Equal(System.Data.ConnectionState.Closed, closed!.Connection.State);
        Assert.True(await ExecuteAsync(writer, new RefreshRequest(_limit)));
    }

    [Fact]
    public async Task ExecuteAsync_SpaceWasFreed_CompactsAndAFailureOfThatChangesNothing()
    {
        _administration.Setup(database => database.CompactAsync(It.IsAny<DatabaseSession>(), It.IsAny<CancellationToken>())).ThrowsAsync(new SqliteException("disk I/O error", SQLitePCL.raw.SQLITE_IOERR));
        using var writer = NewWriter();
        await ExecuteAsync(writer, new RefreshRequest(_limit));
        VerifyCompactions(0);

        Assert.True(await ExecuteAsync(writer, Unit(unit => unit.Plan.HasFreedSpace = true)));

        VerifyCompactions(1);
        Assert.Equal(1, _log.Count(CompactionFailed));
    }

    [Fact]
    public async Task ExecuteAsync_Commit_TellsTheObserverItsClockAndItsChanges()
    {
        using var writer = NewWriter();
        var clock = (await _host.QueryAsync("SELECT revision, epoch, mark FROM guild_config_clock"))[0];

        await ExecuteAsync(writer, new RefreshRequest(_limit));
        await ExecuteAsync(writer, Unit(static _ => { }));

        var mark = await _host.ScalarAsync<string>("SELECT mark FROM guild_config_clock");
        _observer.Verify(observer => observer.OnBegan(new Clock((long)clock[0]!, (string)clock[1]!, (string)clock[2]!)), Times.Once);
        _observer.Verify(observer => observer.OnBegan(new Clock(1, (string)clock[1]!, mark)), Times.Once);
        _observer.Verify(observer => observer.OnCommitted(It.Is<IReadOnlyList<GuildConfigChange>>(changes => changes.Count == 1), mark), Times.Once);
        _observer.VerifyNoOtherCalls();
    }

    /// <summary>The engine gives up slightly before the caller does, so that the caller can be told why.</summary>
    [Theory]
    [InlineData(0, 0.05)]
    [InlineData(0.02, 0.05)]
    [InlineData(60, 54)]
    public async Task ExecuteAsync_Batch_WaitsForTheLockAsLongAsItsLeastPatientRequest(double seconds, double most)
    {
        var patience = new List<TimeSpan>();
        var dialect = new Mock<IDatabaseDialect>();
        dialect.Setup(each => each.CreateWriteSession(It.IsAny<DatabaseSession>(), It.IsAny<SettingsRegistry>()))
            .Returns((DatabaseSession session, SettingsRegistry registry) => new PatientSession(session, _host.Get<IDatabaseDialect>(), registry, patience));
        using var writer = NewWriter(dialect.Object);

        await writer.ExecuteAsync([new RefreshRequest(_limit), new RefreshRequest(TimeSpan.FromSeconds(seconds)), new RefreshRequest(_limit)]);

        Assert.InRange(Assert.Single(patience), TimeSpan.FromSeconds(0.05), TimeSpan.FromSeconds(most));
    }

    private static async Task<bool> ExecuteAsync(BatchWriter writer, WriteRequest<bool> request)
    {
        await writer.ExecuteAsync([request]);
        return await request.WaitAsync(static limit => new TimeoutException($"{limit}"), TestContext.Current.CancellationToken).InTime();
    }

    private BatchWriter NewWriter(IDatabaseDialect? dialect = null)
        => ActivatorUtilities.CreateInstance<BatchWriter>(_host.Services, dialect is null ? [_administration.Object, _observer.Object] : [_administration.Object, _observer.Object, dialect]);

    private ExclusiveRequest<bool> Unit(Action<UnitOfWork> work)
        => new(
            unit =>
            {
                work(unit);
                return Task.FromResult(true);
            },
            _limit,
            _host.Get<ReentrancyGuard>(),
            isDryRun: false);

    private void VerifyCheckpoints(int times)
        => _administration.Verify(database => database.CheckpointAsync(It.IsAny<DatabaseSession>(), It.IsAny<CancellationToken>()), Times.Exactly(times));

    private void VerifyCompactions(int times)
        => _administration.Verify(database => database.CompactAsync(It.IsAny<DatabaseSession>(), It.IsAny<CancellationToken>()), Times.Exactly(times));

    private sealed class PatientSession(DatabaseSession session, IDatabaseDialect dialect, SettingsRegistry registry, List<TimeSpan> patience) : WriteSession(session, dialect, registry)
    {
        protected override Task BeginTransactionAsync(TimeSpan wait)
        {
            patience.Add(wait);
            return base.BeginTransactionAsync(wait);
        }
    }
}
