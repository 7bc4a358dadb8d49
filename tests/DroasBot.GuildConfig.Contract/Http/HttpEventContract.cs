using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using DroasBot.GuildConfig.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DroasBot.GuildConfig.Contract.Http;

/// <summary>Changes as server-sent events: each once, none missed, gaps reported.</summary>
public abstract class HttpEventContract : StoreContract
{
    [Fact]
    public async Task Events_ChangesOfTheGuild_ComeFromEveryNode()
    {
        await using var node = await HttpNode.StartAsync(Store);
        var other = await Store.StartNodeAsync();
        using var client = node.Client();
        await using var events = await EventReader.OpenAsync(client, "/guilds/1/events");

        await other.Service.UpdateAsync(2, e => e.WelcomeChannelId = 5, cancellationToken: Token);
        await other.Service.UpdateAsync(1, e => e.WelcomeChannelId = 6, cancellationToken: Token);
        await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = 7, cancellationToken: Token);
        await node.Service.DeleteAsync(1, cancellationToken: Token);

        Assert.Equal(
            ["2 Created welcomeChannelId=6", "3 Updated welcomeChannelId=7", "4 Deleted welcomeChannelId="],
            [await events.NextAsync(), await events.NextAsync(), await events.NextAsync()]);
    }

    [Fact]
    public async Task Events_ClientReconnects_MissesNothingAndSeesNothingTwice()
    {
        await using var node = await HttpNode.StartAsync(Store);
        using var client = node.Client();
        var seen = new List<string>();
        var last = "0";
        var writing = Task.Run(async () =>
        {
            for (var i = 1UL; i <= 60; i++)
            {
                await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = i, cancellationToken: Token);
                await node.Service.UpdateAsync(2, e => e.WelcomeChannelId = i, cancellationToken: Token);
            }
        });

        while (seen.Count < 60)
        {
            await using var events = await EventReader.OpenAsync(client, "/guilds/1/events?after=0", last);
            for (var i = 0; i < 7 && seen.Count < 60; i++)
            {
                var next = await events.NextAsync();
                last = next.Split(' ')[0];
                seen.Add(next.Split('=')[1]);
            }
        }

        await writing;
        Assert.Equal(Enumerable.Range(1, 60).Select(i => i.ToString(CultureInfo.InvariantCulture)), seen);
    }

    [Fact]
    public async Task Events_MoreThanTheReplayLimit_BecomeOneRefresh()
    {
        await using var node = await HttpNode.StartAsync(Store);
        using var client = node.Client();
        for (var i = 1UL; i <= 110; i++)
        {
            await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = i, cancellationToken: Token);
        }

        await using var events = await EventReader.OpenAsync(client, "/guilds/1/events", "3");

        // A change made before the refresh is reported would be part of it.
        Assert.Equal("110 refreshed", await events.NextAsync());
        await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = 1, cancellationToken: Token);
        Assert.Equal("111 Updated welcomeChannelId=1", await events.NextAsync());
    }

    [Fact]
    public async Task Events_CursorPruned_BecomeARefresh()
    {
        await using var node = await HttpNode.StartAsync(Store);
        using var client = node.Client();
        for (var i = 1UL; i <= 5; i++)
        {
            await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = i, cancellationToken: Token);
        }

        await Deadlines.UntilAsync(async () =>
        {
            await node.Get<IGuildConfigMaintenance>().PruneHistoryAsync(TimeProvider.System.GetUtcNow(), Token);
            return await Store.ScalarAsync<long>("SELECT count(*) FROM guild_config_change") == 1;
        });

        await using var gap = await EventReader.OpenAsync(client, "/guilds/1/events", "1");
        await using var none = await EventReader.OpenAsync(client, "/guilds/1/events", "4");
        await using var future = await EventReader.OpenAsync(client, "/guilds/1/events", "99");

        Assert.Equal("5 refreshed", await gap.NextAsync());
        Assert.Equal("5 Updated welcomeChannelId=5", await none.NextAsync());
        Assert.Equal("5 refreshed", await future.NextAsync());
    }

    [Fact]
    public async Task Events_UnreadableHistory_BecomeARefresh()
    {
        await using var node = await HttpNode.StartAsync(Store);
        using var client = node.Client();
        await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = 1, cancellationToken: Token);
        await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = 2, cancellationToken: Token);
        await Store.ExecuteAsync("DELETE FROM guild_config_change WHERE revision = 1");

        await using var events = await EventReader.OpenAsync(client, "/guilds/1/events", "1");

        Assert.Equal("2 refreshed", await events.NextAsync());
        await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = 3, cancellationToken: Token);
        Assert.Equal("3 Updated welcomeChannelId=3", await events.NextAsync());
    }

    [Fact]
    public async Task Events_PermissionRevoked_EndsTheStream()
    {
        var time = new FakeTimeProvider(StoppedClock.Now);
        var may = new StrongBox<bool>(true);
        await using var node = await HttpNode.StartAsync(Store, register: services =>
        {
            services.AddSingleton<TimeProvider>(time);
            services.AddSingleton<IGuildConfigAuthorizer>(new Switch(may));
        });
        using var client = node.Client();
        await using var told = await EventReader.OpenAsync(client, "/guilds/1/events");
        await using var quiet = await EventReader.OpenAsync(client, "/guilds/2/events");

        may.Value = false;
        await node.Get<IGuildConfigCache>().RefreshAsync(1, Token);
        await (await Store.StartNodeAsync()).Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token);

        Assert.Equal("end", await told.NextAsync());
        time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal("end", await quiet.NextAsync());
        using var again = await client.GetAsync("/guilds/1/events", Token);
        Assert.Equal(HttpStatusCode.Forbidden, again.StatusCode);
    }

    [Fact]
    public async Task Events_ChangesOfOtherGuilds_NeitherAskTheAuthorizerNorDelayHeartbeats()
    {
        var time = new FakeTimeProvider(StoppedClock.Now);
        var authorizer = new Switch(new StrongBox<bool>(true));
        await using var node = await HttpNode.StartAsync(Store, register: services =>
        {
            services.AddSingleton<TimeProvider>(time);
            services.AddSingleton<IGuildConfigAuthorizer>(authorizer);
        });
        using var client = node.Client();
        await using var events = await EventReader.OpenAsync(client, "/guilds/1/events");
        var before = authorizer.Reads;

        for (var i = 1UL; i <= 5; i++)
        {
            await node.Service.UpdateAsync(2, e => e.WelcomeChannelId = i, cancellationToken: Token);
            time.Advance(TimeSpan.FromSeconds(3));
        }

        Assert.Equal("heartbeat", (await events.ReadAsync())!.Value.EventType);
        Assert.Equal(before + 1, authorizer.Reads);
    }

    [Fact]
    public async Task Events_HostStops_DoesNotWaitForStreams()
    {
        var node = await HttpNode.StartAsync(Store, isListening: true);
        using var client = node.Client();
        await using var events = await EventReader.OpenAsync(client, "/guilds/1/events");

        await node.DisposeAsync().AsTask().InTime();

        Assert.Equal("end", await events.NextAsync());
    }

    [Fact]
    public async Task Events_TooManyStreams_AreRefusedUntilOneEnds()
    {
        await using var node = await HttpNode.StartAsync(Store, endpoints: options => options.MaxEventStreams = 2);
        using var client = node.Client();
        await using var first = await EventReader.OpenAsync(client, "/guilds/1/events");
        var second = await EventReader.OpenAsync(client, "/guilds/1/events");

        using var refused = await client.GetAsync("/guilds/1/events", Token);
        await second.DisposeAsync();

        Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (refused.StatusCode, refused.Headers.RetryAfter is not null));
        await Deadlines.UntilAsync(async () =>
        {
            using var response = await client.GetAsync("/guilds/1/events", HttpCompletionOption.ResponseHeadersRead, Token);
            return response.StatusCode == HttpStatusCode.OK;
        });
    }

    [Theory]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    public async Task Events_InvalidCursor_IsRefused(string cursor)
    {
        await using var node = await HttpNode.StartAsync(Store);
        using var client = node.Client();

        using var header = await HttpNode.SendAsync(client, HttpMethod.Get, "/guilds/1/events", headers: ("Last-Event-ID", cursor));
        using var query = await client.GetAsync("/guilds/1/events?after=" + cursor, Token);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (header.StatusCode, query.StatusCode));
    }

    [Fact]
    public async Task Events_ClientThatDoesNotRead_SlowsNoOtherClient()
    {
        await using var node = await HttpNode.StartAsync(Store, isListening: true);
        using var client = node.Client();
        await using var slow = await EventReader.OpenAsync(client, "/guilds/1/events");
        await using var quick = await EventReader.OpenAsync(client, "/guilds/1/events");

        // Far more than the buffers hold: each has a reason of 1,000 characters.
        var context = new ChangeContext { Reason = new string('x', 1_000) };
        for (var round = 0; round < 20; round++)
        {
            await Task.WhenAll(Enumerable.Range(1, 100).Select(i => node.Service.UpdateAsync(1, e => e.WelcomeChannelId = (ulong)((round * 1_000) + i), context, Token))).InTime();
            string next;
            do
            {
                next = await quick.NextAsync();
            }
            while (!next.StartsWith(((round + 1) * 100).ToString(CultureInfo.InvariantCulture) + " ", StringComparison.Ordinal));
        }

        var seen = 0L;
        while (seen < 2_000)
        {
            var revision = long.Parse((await slow.NextAsync()).Split(' ')[0], CultureInfo.InvariantCulture);
            Assert.True(revision > seen);
            seen = revision;
        }
    }

    private sealed class Switch(StrongBox<bool> may) : IGuildConfigAuthorizer
    {
        private int _reads;

        public int Reads => Volatile.Read(ref _reads);

        public ValueTask<bool> AuthorizeAsync(GuildConfigAccess access, CancellationToken cancellationToken) => ValueTask.FromResult(may.Value);

        public ValueTask<bool> AuthorizeReadAsync(ulong guildId, ulong? actorId, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _reads);
            return ValueTask.FromResult(may.Value);
        }
    }
}
