using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using DroasBot.GuildConfig.Support;
using Xunit;

namespace DroasBot.GuildConfig.Contract.Http;

/// <summary>Many concurrent patches, and hostile requests.</summary>
public abstract class HttpLoadContract : StoreContract
{
    private const int Guilds = 20;

    [Fact]
    public async Task Patch_ThousandSimultaneously_LosesNoChange()
    {
        await using var node = await HttpNode.StartAsync(Store, options => options.TransactionTimeout = TimeSpan.FromSeconds(30), isListening: true);
        using var client = node.Client();
        var moved = 0;

        await Task.WhenAll(Enumerable.Range(0, 1_000).Select(async i =>
        {
            var path = $"/guilds/{(i % Guilds) + 1}";
            while (true)
            {
                using var read = await client.GetAsync(path, Token);
                var count = (string?)(await HttpNode.JsonAsync(read))["welcomeChannelId"] ?? "0";
                var next = (ulong.Parse(count, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);
                using var patched = await HttpNode.SendAsync(client, HttpMethod.Patch, path, $$"""{"welcomeChannelId":"{{next}}"}""", read.Headers.ETag!.Tag);
                if (patched.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }

                Assert.Equal(HttpStatusCode.PreconditionFailed, patched.StatusCode);
                Interlocked.Increment(ref moved);
            }
        }));

        Assert.NotEqual(0, moved);
        for (var guild = 1UL; guild <= Guilds; guild++)
        {
            Assert.Equal(1_000UL / Guilds, (await node.Service.GetAsync(guild, Token)).WelcomeChannelId);
            var history = await node.Get<IGuildConfigChangeLog>().GetHistoryAsync(guild, Token).Reverse().Select(change => change.After!.WelcomeChannelId).ToListAsync(Token);
            Assert.Equal(Enumerable.Range(1, 1_000 / Guilds).Select(i => (ulong?)i), history);
        }

        Assert.Equal(1_000L, await Store.ScalarAsync<long>("SELECT revision FROM guild_config_clock"));
    }

    /// <summary>A body is read only up to its maximum length, so that no client can exhaust memory.</summary>
    [Theory]
    [InlineData("PATCH", "/guilds/1", "application/merge-patch+json", 131_072)]
    [InlineData("PUT", "/guilds/1/background", "image/png", 5_242_880)]
    public async Task AnyBody_Endless_IsRefusedAtTheLimit(string method, string path, string type, long limit)
    {
        await using var node = await HttpNode.StartAsync(Store, isListening: true);
        using var client = node.Client();
        var body = new EndlessStream(method == "PUT" ? Pictures.Png(1) : "{"u8.ToArray());
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new StreamContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        request.Headers.TryAddWithoutValidation("If-Match", "\"0\"");

        var status = await SendAsync(client, request).InTime();

        Assert.True(status is null or HttpStatusCode.RequestEntityTooLarge, $"{status}");
        Assert.InRange(body.Sent, limit, limit + (16 * 1024 * 1024));
        Assert.False((await node.Service.GetAsync(1, Token)).Exists);
    }

    [Fact]
    public async Task AnyRequest_Hostile_IsRefusedAndWritesNothing()
    {
        await using var node = await HttpNode.StartAsync(Store, isListening: true);
        using var client = node.Client();
        await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token);
        var before = await Store.QueryAsync("SELECT * FROM guild_config");
        var hostile = new HostileRequests(new Random(20_000));
        var statuses = new ConcurrentDictionary<int, int>();

        await Parallel.ForEachAsync(Enumerable.Range(0, 2_000), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Token }, async (_, token) =>
        {
            using var request = hostile.Next();
            var what = request.ToString();
            HttpResponseMessage response;
            try
            {
                response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                throw new InvalidOperationException($"{failure.GetType().Name} for {what}", failure);
            }

            using (response)
            {
                Assert.True((int)response.StatusCode is >= 400 and < 500, $"{(int)response.StatusCode} for {what}");
                statuses.AddOrUpdate((int)response.StatusCode, 1, static (_, count) => count + 1);
                Assert.DoesNotContain("   at ", await response.Content.ReadAsStringAsync(token), StringComparison.Ordinal);
            }
        });

        Assert.True(statuses.Count >= 5, string.Join(' ', statuses));
        Assert.Equal(before, await Store.QueryAsync("SELECT * FROM guild_config"));
        Assert.Equal(1L, await Store.ScalarAsync<long>("SELECT revision FROM guild_config_clock"));
        Assert.Equal(0L, await Store.ScalarAsync<long>("SELECT count(*) FROM background_content"));
    }

    /// <summary>Gets the status; <see langword="null"/> if the server closed the connection before the client finished sending.</summary>
    private static async Task<HttpStatusCode?> SendAsync(HttpClient client, HttpRequestMessage request)
    {
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
