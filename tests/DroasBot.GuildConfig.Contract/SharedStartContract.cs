using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage.Reading;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace DroasBot.GuildConfig.Contract;

/// <summary>A library that was not started explicitly starts once, for all callers and in no caller's context.</summary>
[Trait("Invariant", "5")]
public abstract class SharedStartContract : StoreContract
{
    private const int Callers = 30;

    [Fact]
    public async Task FirstCalls_SomeGiveUp_TheStartContinuesForTheOthers()
    {
        var (node, database) = Build();
        using var first = new CancellationTokenSource();
        var begun = node.Service.GetAsync(1, first.Token).AsTask();
        await database.Entered;
        var patient = node.IncrementAsync(1, Token);
        for (var i = 0; i < Callers; i++)
        {
            using var impatient = new CancellationTokenSource();
            var leaving = Call(node, i, impatient.Token);
            await impatient.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving.InTime());
        }

        await first.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => begun.InTime());
        Assert.False(patient.IsCompleted);
        database.Release();

        Assert.Equal(1UL, (await patient.InTime()).WelcomeChannelId);
        Assert.Equal(1, database.Starts);
    }

    [Fact]
    public async Task FirstCalls_StartFails_EachGetsItsOwnExceptionAndTheNextRetries()
    {
        var (node, database) = Build();
        var callers = Enumerable.Range(0, Callers).Select(i => Call(node, i, Token)).ToList();
        await database.Entered;

        database.Fail(new GuildConfigStoreException("The database 'mine' is down.", isTransient: false, new FormatException("mine")));

        var errors = await Task.WhenAll(callers.Select(caller => Assert.ThrowsAsync<GuildConfigStoreException>(() => caller.InTime())));
        Assert.All(errors, error => Assert.Equal(("The database 'mine' is down.", false, "mine"), (error.Message, error.IsTransient, error.InnerException!.Message)));
        Assert.Equal(Callers, errors.Distinct(ReferenceEqualityComparer.Instance).Count());
        Assert.Equal(1, database.Starts);
        Assert.Equal(1UL, (await node.IncrementAsync(1, Token).InTime()).WelcomeChannelId);
        Assert.Equal(2, database.Starts);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Dispose_DuringAStart_AnswersCurrentAndLaterCallers(bool synchronously)
    {
        var (node, database) = Build();
        var callers = Enumerable.Range(0, Callers).Select(i => Call(node, i, Token)).ToList();
        await database.Entered;

        await DisposeAsync(node, synchronously);

        foreach (var caller in callers)
        {
            AssertDisposed(await Assert.ThrowsAsync<ObjectDisposedException>(() => caller.InTime()));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnyCall_AfterDisposal_ThrowsObjectDisposed(bool wasStarted)
    {
        var node = wasStarted ? await Store.StartNodeAsync() : Store.BuildNode();
        List<Func<Task>> calls = [.. Enumerable.Range(0, 12).Select(i => Bind(node, i))];

        await DisposeAsync(node, synchronously: false);

        foreach (var call in calls)
        {
            AssertDisposed(await Assert.ThrowsAsync<ObjectDisposedException>(() => call().InTime()));
        }
    }

    [Fact]
    public async Task Start_CallerWithAContext_RunsInNoCallersContext()
    {
        var context = new AsyncLocal<string?>();
        using var log = new ContextLog(() => context.Value);
        var node = Store.BuildNode(register: services => services.AddSingleton<ILoggerProvider>(log));

        context.Value = "the first caller's";
        await node.Service.GetAsync(1, Token);
        context.Value = null;

        Assert.NotEmpty(log.Seen);
        Assert.All(log.Seen, Assert.Null);
    }

    private static void AssertDisposed(ObjectDisposedException error)
        => Assert.Contains("The services of the host have been disposed. Nothing was read or changed.", error.Message, StringComparison.Ordinal);

    /// <summary>Runs on another thread than the test, so that a call that blocks is detected.</summary>
    private static Task DisposeAsync(ContractNode node, bool synchronously)
        => Task.Run(
            async () =>
            {
                if (synchronously)
                {
                    ((IDisposable)node.Services).Dispose();
                }
                else
                {
                    await node.DisposeAsync();
                }
            },
            Token).InTime();

    private static Task Call(ContractNode node, int number, CancellationToken cancellationToken) => Bind(node, number, cancellationToken)();

    private static Func<Task> Bind(ContractNode node, int number, CancellationToken? cancellationToken = null)
    {
        var (service, cache, log, maintenance, token) = (node.Service, node.Cache, node.Log, node.Get<IGuildConfigMaintenance>(), cancellationToken ?? Token);
        return (number % 12) switch
        {
            0 => () => service.GetAsync(1, token).AsTask(),
            1 => () => service.UpdateAsync(1, e => e.WelcomeChannelId = 1, cancellationToken: token),
            2 => () => service.GetOrCreateAsync(2, cancellationToken: token),
            3 => () => service.DeleteAsync(1, cancellationToken: token),
            4 => () => service.TransactAsync((_, _) => Task.CompletedTask, cancellationToken: token),
            5 => () => service.ListAsync(token).CountAsync(token).AsTask(),
            6 => () => cache.RefreshAsync(1, token),
            7 => () => cache.RefreshAllAsync(cancellationToken: token),
            8 => () => log.GetHistoryAsync(1, token).CountAsync(token).AsTask(),
            9 => () => log.RestoreAsync(1, 1, cancellationToken: token),
            10 => () => maintenance.VerifyAsync(token),
            _ => () => maintenance.PruneHistoryAsync(DateTimeOffset.UnixEpoch, token),
        };
    }

    private (ContractNode Node, HeldRepository Database) Build()
    {
        var node = Store.BuildNode(options => options.PreloadOnStartup = false, services => services.AddSingleton<IGuildConfigRepository>(
            provider => new HeldRepository(ActivatorUtilities.CreateInstance<GuildConfigRepository>(provider))));
        return (node, (HeldRepository)node.Get<IGuildConfigRepository>());
    }

    /// <summary>Observes the context in which the library logs.</summary>
    private sealed class ContextLog(Func<string?> look) : ILoggerProvider, ILogger
    {
        public List<string?> Seen { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (Seen)
            {
                Seen.Add(look());
            }
        }

        public void Dispose()
        {
        }
    }
}
