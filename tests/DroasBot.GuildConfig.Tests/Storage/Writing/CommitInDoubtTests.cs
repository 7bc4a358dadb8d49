using System.Data.Common;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Writing;

/// <summary>A server's COMMIT whose response is lost, simulated on a file; the PostgreSQL tests kill real servers.</summary>
public sealed class CommitInDoubtTests
{
    private const string Commit = "COMMIT;";
    private const string LogStep = "INSERT INTO guild_config_change";

    private static readonly ChangeContext _actor = new() { ActorId = 8, Reason = "mine" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ExecuteAsync_ResponseLost_TheChangeIsMadeAndPublishedOnce(bool committed)
    {
        var faults = new WriterFaults { LeavesDoubt = true };
        await using var host = await TestHost.StartAsync(services: faults.AddTo);
        await using var watch = new ChangeProbe(host.Services);
        LoseOne(faults, committed);
        var commits = faults.Committed;
        var runs = 0;

        var made = await host.Service.UpdateAsync(
            1,
            e =>
            {
                runs++;
                e.WelcomeChannelId = (e.WelcomeChannelId ?? 0) + 1;
            },
            _actor,
            Token).InTime();

        Assert.Equal((1UL, 1L), (made.WelcomeChannelId, made.Revision));
        Assert.Equal(1, runs);
        Assert.Equal(commits + 1, faults.Committed);
        Assert.Equal(1, (await watch.NextAsync()).Revision);
        Assert.False(watch.HasNext);
        Assert.Equal(2, (await SetAsync(host, 2)).Revision);
        Assert.Equal(2, (await watch.NextAsync()).Revision);
    }

    [Fact]
    public async Task ExecuteAsync_ResponsesLostRepeatedly_EachChangeIsMadeOnce()
    {
        var faults = new WriterFaults { LeavesDoubt = true };
        await using var host = await TestHost.StartAsync(services: faults.AddTo);
        var commits = 0;
        faults.Fault = (at, _) => at == Commit && ++commits % 3 == 1 ? WriterFaults.Transient() : null;
        faults.LostAnswer = at => at == Commit && commits % 3 == 2 ? WriterFaults.Transient() : null;

        for (var i = 0; i < 20; i++)
        {
            await host.Service.UpdateAsync(1, e => e.WelcomeChannelId = (e.WelcomeChannelId ?? 0) + 1, cancellationToken: Token).InTime();
        }

        Assert.Equal(20UL, (await host.Service.GetAsync(1, Token)).WelcomeChannelId);
        Assert.Equal(20L, await host.ScalarAsync<long>("SELECT welcome_channel_id FROM guild_config"));
        Assert.Equal(20L, await host.ScalarAsync<long>("SELECT count(*) FROM guild_config_change"));
        Assert.Equal(20L, await host.ScalarAsync<long>("SELECT revision FROM guild_config_clock"));
    }

    [Theory]
    [InlineData("open")]
    [InlineData("begin")]
    [InlineData("SELECT k.revision")]
    public async Task ExecuteAsync_DatabaseStaysUnavailable_ReportsAnUnknownOutcome(string step)
    {
        var faults = new WriterFaults { LeavesDoubt = true };
        await using var host = await TestHost.StartAsync(options => options.TransactionTimeout = TimeSpan.FromSeconds(1), faults.AddTo);
        LoseOne(faults, committed: true, then: (at, _) => at.StartsWith(step, StringComparison.Ordinal) ? WriterFaults.Transient() : null);

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => SetAsync(host, 1).InTime());

        Assert.Contains("whether the change was committed is unknown", failure.Message, StringComparison.Ordinal);
        Assert.Contains(TestHost.FileName, failure.Message, StringComparison.Ordinal);
        Assert.False(failure.IsTransient);
    }

    [Fact]
    public async Task ExecuteAsync_RefusalAfterADoubt_ReportsAnUnknownOutcome()
    {
        var faults = new WriterFaults { LeavesDoubt = true };
        await using var host = await TestHost.StartAsync(services: faults.AddTo);
        LoseOne(faults, committed: true, then: (at, _) => at == "open" ? WriterFaults.Permanent() : null);

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => SetAsync(host, 1).InTime());

        Assert.Contains("whether the change was committed is unknown", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExecuteAsync_FailureOfAnotherUnitAfterADoubtWasResolved_IsNoDoubt()
    {
        var faults = new WriterFaults { LeavesDoubt = true };
        await using var host = await TestHost.StartAsync(services: faults.AddTo);
        var lost = false;
        faults.Fault = (at, _) => at switch
        {
            Commit when !lost => Lose(),
            _ when lost && at.StartsWith(LogStep, StringComparison.Ordinal) => WriterFaults.Permanent(),
            _ => null,
        };

        var failure = await Assert.ThrowsAsync<GuildConfigStoreException>(() => SetAsync(host, 1).InTime());

        Assert.DoesNotContain("unknown", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0L, await host.ScalarAsync<long>("SELECT count(*) FROM guild_config"));

        Exception Lose()
        {
            lost = true;
            return WriterFaults.Transient();
        }
    }

    /// <summary>The lost response belonged to a transaction that was not committed, and another node has taken its revision in the meantime.</summary>
    [Theory]
    [InlineData("revision", null)]
    [InlineData("guild_id", 2L)]
    [InlineData("guild_id", null)]
    [InlineData("kind", 2L)]
    [InlineData("changed_at", 5L)]
    [InlineData("actor_id", 9L)]
    [InlineData("actor_id", null)]
    [InlineData("after", "{}")]
    [InlineData("after", null)]
    public async Task ExecuteAsync_ResponseLostAndTheRevisionTaken_CountsAsCommittedOnlyIfTheRowMatches(string column, object? value)
    {
        var faults = new WriterFaults { LeavesDoubt = true };
        await using var host = await TestHost.StartAsync(services: faults.AddTo);
        Dictionary<string, object?>? row = null;
        LoseOne(
            faults,
            committed: false,
            then: (at, _) =>
            {
                if (at == "open")
                {
                    row![column] = column == "revision" ? 1L : value;
                    Insert(host, row);
                }

                return null;
            },
            seen: command => row ??= ReadRow(command));

        var made = await SetAsync(host, 1).InTime();

        var isSame = column == "revision";
        Assert.Equal(isSame ? 1 : 2, made.Revision);
        Assert.Equal(isSame ? 0L : 1L, await host.ScalarAsync<long>("SELECT count(*) FROM guild_config_change WHERE revision = 2"));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(0, false)]
    public async Task ExecuteAsync_ResponseLostAndTheRowPruned_TheClockShowsTheOutcome(long clock, bool wasCommitted)
    {
        var faults = new WriterFaults { LeavesDoubt = true };
        await using var host = await TestHost.StartAsync(services: faults.AddTo);
        LoseOne(
            faults,
            committed: true,
            then: (at, _) =>
            {
                if (at == "open")
                {
                    host.ExecuteAsync($"DELETE FROM guild_config_change; DELETE FROM guild_config; UPDATE guild_config_clock SET revision = {clock}").GetAwaiter().GetResult();
                }

                return null;
            });

        Assert.Equal(1, (await SetAsync(host, 1).InTime()).Revision);

        // The change is rewritten only if it was not committed.
        Assert.Equal(wasCommitted ? 0L : 1L, await host.ScalarAsync<long>("SELECT count(*) FROM guild_config"));
    }

    /// <summary>Loses the first COMMIT's response, and the connection with it.</summary>
    private static void LoseOne(WriterFaults faults, bool committed, Func<string, DbCommand?, Exception?>? then = null, Action<DbCommand>? seen = null)
    {
        var isLost = false;
        faults.LostAnswer = at => committed && at == Commit && !isLost ? Lose() : null;
        faults.Fault = (at, command) =>
        {
            if (at.StartsWith(LogStep, StringComparison.Ordinal))
            {
                seen?.Invoke(command!);
            }

            return isLost ? then?.Invoke(at, command) : at == Commit && !committed ? Lose() : null;
        };

        Exception Lose()
        {
            isLost = true;
            return WriterFaults.Transient();
        }
    }

    private static Dictionary<string, object?> ReadRow(DbCommand insert)
        => new()
        {
            ["revision"] = Value(insert, "revision"),
            ["guild_id"] = Value(insert, "guild_id"),
            ["kind"] = Value(insert, "kind"),
            ["actor_id"] = Value(insert, "actor_id"),
            ["reason"] = Value(insert, "reason"),
            ["changed_at"] = Value(insert, "changed_at"),
            ["before"] = Value(insert, "before"),
            ["after"] = Value(insert, "after"),
        };

    private static object? Value(DbCommand command, string parameter)
        => command.Parameters.Cast<DbParameter>().Single(p => p.ParameterName.TrimStart('@') == parameter).Value is var value && value is DBNull ? null : value;

    private static void Insert(TestHost host, Dictionary<string, object?> row)
        => host.ExecuteAsync(
            $"INSERT INTO guild_config_change ({string.Join(", ", row.Keys.Select(name => $"\"{name}\""))}) VALUES ({string.Join(", ", row.Values.Select(Literal))}); UPDATE guild_config_clock SET revision = 1")
            .GetAwaiter().GetResult();

    private static string Literal(object? value)
        => value switch
        {
            null => "NULL",
            string text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
            IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
            _ => throw new NotSupportedException(value.GetType().Name),
        };

    private static Task<GuildConfigSnapshot> SetAsync(TestHost host, ulong guildId)
        => host.Service.UpdateAsync(guildId, e => e.WelcomeChannelId = 10, _actor, Token);
}
