using System.Diagnostics;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Sync;
using DroasBot.GuildConfig.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Edits = DroasBot.GuildConfig.Contract.Edits;

namespace DroasBot.GuildConfig.Tests.Telemetry;

/// <summary>Traces of reads, loads, commits and the feed.</summary>
public sealed class TracingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetAsync_Miss_IsTracedAsALoadInTheReadersTrace()
    {
        await using var host = await TestHost.StartAsync();
        using var traced = new Traced();

        await host.Service.GetAsync(1, Token);

        var load = Assert.Single(traced.Ended);
        Assert.Equal(("load", traced.Root.SpanId, ActivityStatusCode.Unset), (load.OperationName, load.ParentSpanId, load.Status));
        Assert.Empty(load.TagObjects);
        Assert.Equal(traced.Root, Activity.Current);
    }

    [Fact]
    public async Task GetAsync_Warm_IsNotTraced()
    {
        await using var host = await TestHost.StartAsync();
        await host.Service.GetOrCreateAsync(1, cancellationToken: Token);
        using var traced = new Traced();

        for (var i = 0; i < 100; i++)
        {
            await host.Service.GetAsync(1, Token);
        }

        Assert.Empty(traced.Ended);
    }

    [Fact]
    public async Task GetAsync_LoadFails_HasTheStatusAndTheEnginesError()
    {
        await using var host = await TestHost.StartAsync();
        await host.ExecuteAsync("DROP TABLE guild_config");
        using var traced = new Traced();

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => host.Service.GetAsync(1, Token).AsTask());

        AssertFailed(traced.Single("load"), "Microsoft.Data.Sqlite.SqliteException", failure.Message);
    }

    [Fact]
    public async Task UpdateAsync_ManyCallers_AreOneCommitWithALinkToEach()
    {
        await using var host = await TestHost.StartAsync(services: PatientPlanner.AddTo);
        using var traced = new Traced();
        var callers = new List<Activity>();
        await using (var held = await HeldUnit.StartAsync(host))
        {
            var writes = new List<Task>();
            for (ulong guild = 1; guild <= 5; guild++)
            {
                // Two writes in one activity are one link.
                using var caller = new Activity("caller").Start();
                callers.Add(caller);
                writes.Add(host.Service.UpdateAsync(guild, e => e.WelcomeChannelId = 1, cancellationToken: Token));
                writes.Add(host.Service.UpdateAsync(guild, e => e.WelcomeChannelId = 1, cancellationToken: Token));
            }

            await held.ReleaseAsync();
            await Task.WhenAll(writes).InTime();
        }

        await traced.WaitForAsync("commit", count: 2);
        var commit = traced.Ended.Last(activity => activity.OperationName == "commit");
        Assert.Null(commit.Parent);
        Assert.NotEqual(traced.Root.TraceId, commit.TraceId);
        Assert.Equal(callers.Select(caller => caller.SpanId), commit.Links.Select(link => link.Context.SpanId));
        Assert.Equal(10L, commit.GetTagItem("droasbot.guild_config.batch.size"));
        Assert.Equal(5L, commit.GetTagItem("droasbot.guild_config.changes"));
        Assert.Equal(2, commit.TagObjects.Count());
    }

    [Fact]
    public async Task UpdateAsync_CommitFails_HasTheStatus()
    {
        var faults = new WriterFaults();
        await using var host = await TestHost.StartAsync(services: faults.AddTo);
        using var traced = new Traced();
        faults.Fault = WriterFaults.Times(1, "UPDATE guild_config_clock", WriterFaults.Permanent);

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => host.Service.GetOrCreateAsync(1, cancellationToken: Token));

        await traced.WaitForAsync("commit");
        AssertFailed(traced.Single("commit"), "Microsoft.Data.Sqlite.SqliteException", failure.Message);
    }

    [Fact]
    public async Task UpdateAsync_UnitFails_DoesNotFailTheCommit()
    {
        await using var host = await TestHost.StartAsync();
        using var traced = new Traced();

        await Assert.ThrowsAsync<InvalidOperationException>(() => host.Service.UpdateAsync(1, Edits.Failing(new InvalidOperationException()), cancellationToken: Token));

        await traced.WaitForAsync("commit");
        var commit = traced.Single("commit");
        Assert.Equal((ActivityStatusCode.Unset, 0L), (commit.Status, commit.GetTagItem("droasbot.guild_config.changes")));
    }

    [Fact]
    public async Task CatchUpAsync_NothingToTake_IsNotTraced()
    {
        await using var pair = await HostPair.StartAsync(follows: false);
        using var traced = new Traced();

        await pair.Reader.Get<ChangeFeed>().CatchUpAsync(Token);

        Assert.Empty(traced.Ended);
    }

    [Fact]
    public async Task CatchUpAsync_ForeignChanges_AreTraced()
    {
        await using var pair = await HostPair.StartAsync(follows: false);
        await pair.Writer.Service.GetOrCreateAsync(1, cancellationToken: Token);
        await pair.Writer.Service.GetOrCreateAsync(2, cancellationToken: Token);
        using var traced = new Traced();

        await pair.Reader.Get<ChangeFeed>().CatchUpAsync(Token);

        Assert.Equal(2L, Assert.Single(traced.Ended).GetTagItem("droasbot.guild_config.changes"));
        Assert.Equal("sync", traced.Ended.Single().OperationName);
    }

    private static void AssertFailed(Activity activity, string errorType, string message)
    {
        Assert.Equal(ActivityStatusCode.Error, activity.Status);
        Assert.Equal(errorType, activity.GetTagItem("error.type"));
        Assert.Contains(activity.StatusDescription!, message, StringComparison.Ordinal);
    }
}
