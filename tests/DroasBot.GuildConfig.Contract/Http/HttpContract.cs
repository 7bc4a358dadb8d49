using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Contract.Http;

/// <summary>The endpoints: their responses, and what they refuse before writing anything.</summary>
public abstract class HttpContract : StoreContract
{
    private const string Max = "18446744073709551615";

    [Fact]
    public async Task Get_GuildWithoutARow_ReturnsTheDefaults()
    {
        await using var node = await HttpNode.StartAsync(Store);
        using var client = node.Client(user: null);

        using var response = await client.GetAsync("/guilds/" + Max, Token);

        Assert.Equal((HttpStatusCode.OK, "\"0\"", "application/json"), (response.StatusCode, response.Headers.ETag?.Tag, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal(
            """{"guildId":"18446744073709551615","exists":false,"revision":0,"createdAt":null,"updatedAt":null,"welcomeChannelId":null,"background":null,"settings":{"greeting":{"text":"hello","times":1},"users":{"welcomers":[],"greeter":null,"channel":null}},"unreadable":[]}""",
            await response.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task Patch_EveryKindOfValue_IsStoredWithActorAndReasonAndReported()
    {
        await using var node = await HttpNode.StartAsync(Store);
        using var client = node.Client(Max);

        using var patched = await HttpNode.SendAsync(
            client,
            HttpMethod.Patch,
            "/guilds/1",
            $$$$"""{"welcomeChannelId":"{{{{Max}}}}","settings":{"greeting":{"text":"grüß 🐸"},"users":{"welcomers":["{{{{Max}}}}","9007199254740993"],"greeter":"5"}}}""",
            "\"0\"",
            headers: (GuildConfigEndpointOptions.ReasonHeader, Uri.EscapeDataString("weil es schöner ist 🐸")));

        var guild = await HttpNode.JsonAsync(patched);
        Assert.Equal((HttpStatusCode.OK, "\"1\""), (patched.StatusCode, patched.Headers.ETag?.Tag));
        Assert.Equal((Max, 1L, true), ((string?)guild["welcomeChannelId"], (long)guild["revision"]!, (bool)guild["exists"]!));
        Assert.Equal($$"""{"welcomers":["{{Max}}","9007199254740993"],"greeter":"5","channel":null}""", guild["settings"]!["users"]!.ToJsonString());
        var stored = await node.Service.GetAsync(1, Token);
        Assert.Equal((ulong.MaxValue, "grüß 🐸", 9007199254740993UL), (stored.WelcomeChannelId, stored.Get<GreetingSettings>().Text, stored.Get<UserSettings>().Welcomers[1]));
        using var history = await client.GetAsync("/guilds/1/history", Token);
        var change = (await HttpNode.JsonAsync(history))["changes"]!.AsArray().Single()!;
        Assert.Equal((Max, "weil es schöner ist 🐸", "Created"), ((string?)change["actorId"], (string?)change["reason"], (string?)change["kind"]));
        Assert.Equal(
            ["greeting.text", "users.greeter", "users.welcomers", "welcomeChannelId"],
            change["differences"]!.AsArray().Select(difference => (string)difference!["path"]!).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(null, 428)]
    [InlineData("\"2\"", 200)]
    [InlineData("\"1\"", 412)]
    [InlineData("\"99\"", 412)]
    [InlineData("W/\"2\"", 412)]
    [InlineData("\"two\"", 412)]
    [InlineData("\"-2\"", 412)]
    [InlineData("\"99999999999999999999\"", 412)]
    [InlineData("\"1\", \"2\"", 200)]
    [InlineData("\"1\", \"3\"", 412)]
    [InlineData("*", 200)]
    [InlineData("2", 400)]
    [InlineData("\"2", 400)]
    public async Task Patch_Precondition_MustHold(string? ifMatch, int expected)
    {
        await using var node = await HttpNode.StartAsync(Store);
        using var client = node.Client();
        await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token);
        await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = 6, cancellationToken: Token);

        using var response = await HttpNode.SendAsync(client, HttpMethod.Patch, "/guilds/1", """{"welcomeChannelId":"7"}""", ifMatch);

        Assert.Equal(expected, (int)response.StatusCode);
        Assert.Equal(expected == 200 ? 7UL : 6UL, (await node.Service.GetAsync(1, Token)).WelcomeChannelId);
        if (expected != 200)
        {
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            Assert.Equal(expected, (int)(await HttpNode.JsonAsync(response))["status"]!);
        }

        if (expected == 412)
        {
            Assert.Equal("\"2\"", response.Headers.ETag?.Tag);
        }
    }

    [Theory]
    [InlineData("If-Match", "*", 412)]
    [InlineData("If-Match", "\"0\"", 200)]
    [InlineData("If-None-Match", "*", 200)]
    [InlineData("If-None-Match", "\"5\"", 400)]
    public async Task Patch_PreconditionForAGuildWithoutARow_MustHold(string header, string value, int expected)
    {
        await using var node = await HttpNode.StartAsync(Store);
        using var client = node.Client();

        using var response = await HttpNode.SendAsync(client, HttpMethod.Patch, "/guilds/1", """{"welcomeChannelId":"7"}""", headers: (header, value));
        using var again = await HttpNode.SendAsync(client, HttpMethod.Patch, "/guilds/1", """{"welcomeChannelId":"8"}""", headers: (header, value == "*" && header == "If-Match" ? "\"5\"" : value));

        Assert.Equal(expected, (int)response.StatusCode);
        Assert.Equal(expected == 400 ? 400 : 412, (int)again.StatusCode);
        Assert.Equal(expected == 200 ? 7UL : null, (await node.Service.GetAsync(1, Token)).WelcomeChannelId);
    }

    [Fact]
    public async Task Patch_ManyFaults_AreAllReportedWithTheirPaths()
    {
        await using var node = await HttpNode.StartAsync(Store);
        using var client = node.Client();

        using var response = await HttpNode.SendAsync(
            client,
            HttpMethod.Patch,
            "/guilds/1",
            """{"guildId":"2","welcomeChannelId":5,"background":{"contentHash":"x"},"settings":{"greeting":{"text":"far more than twenty characters","times":0,"nope":1},"users":{"greeter":"x"},"strange":{}}}""",
            "\"0\"");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var errors = (await HttpNode.JsonAsync(response))["errors"]!.AsObject();
        Assert.Equal(
            ["background", "greeting.nope", "guildId", "strange", "users.greeter", "welcomeChannelId"],
            errors.Select(error => error.Key).Order(StringComparer.Ordinal));
        Assert.False((await node.Service.GetAsync(1, Token)).Exists);

        using var rules = await HttpNode.SendAsync(
            client, HttpMethod.Patch, "/guilds/1", """{"settings":{"greeting":{"text":"far more than twenty characters","times":0}}}""", "\"0\"");
        Assert.Equal(["greeting.text", "greeting.times"], (await HttpNode.JsonAsync(rules))["errors"]!.AsObject().Select(error => error.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Patch_Nulls_ResetAndClear()
    {
        await using var node = await HttpNode.StartAsync(Store);
        using var client = node.Client();
        using (await HttpNode.SendAsync(
            client, HttpMethod.Patch, "/guilds/1", """{"welcomeChannelId":"5","settings":{"greeting":{"text":"a","times":2},"users":{"greeter":"6","channel":"7"}}}""", "\"0\""))
        {
        }

        using var response = await HttpNode.SendAsync(
            client, HttpMethod.Patch, "/guilds/1", """{"welcomeChannelId":null,"settings":{"greeting":{"text":null},"users":null}}""", "\"1\"");

        var guild = await HttpNode.JsonAsync(response);
        Assert.Null(guild["welcomeChannelId"]);
        Assert.Equal("""{"greeting":{"text":"hello","times":2},"users":{"welcomers":[],"greeter":null,"channel":null}}""", guild["settings"]!.ToJsonString());
        Assert.Equal("""{"greeting":{"times":2}}""", (await node.Service.GetAsync(1, Token)).SettingsJson);
    }

    [Fact]
    public async Task Patch_ThatChangesNothing_TakesNoRevision()
    {
        await using var node = await HttpNode.StartAsync(Store);
        using var client = node.Client();
        await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token);

        using var response = await HttpNode.SendAsync(client, HttpMethod.Patch, "/guilds/1", """{"welcomeChannelId":"5","settings":{"greeting":{"times":1}}}""", "\"1\"", "application/json");

        Assert.Equal((HttpStatusCode.OK, "\"1\""), (response.StatusCode, response.Headers.ETag?.Tag));
        Assert.Equal(1L, await Store.ScalarAsync<long>("SELECT revision FROM guild_config_clock"));
    }

    [Fact]
    public async Task Patch_UnreadableSection_IsAConflictUntilItIsReset()
    {
        await using var node = await HttpNode.StartAsync(Store);
        using var client = node.Client();
        await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token);
        await Store.ExecuteAsync("""UPDATE guild_config SET settings = '{"greeting":[1]}'""");
        await node.Get<IGuildConfigCache>().RefreshAsync(1, Token);

        using var read = await client.GetAsync("/guilds/1", Token);
        using var refused = await HttpNode.SendAsync(client, HttpMethod.Patch, "/guilds/1", """{"settings":{"greeting":{"times":2}}}""", "\"1\"");
        using var reset = await HttpNode.SendAsync(client, HttpMethod.Patch, "/guilds/1", """{"settings":{"greeting":null}}""", "\"1\"");

        Assert.Equal("""["greeting"]""", (await HttpNode.JsonAsync(read))["unreadable"]!.ToJsonString());
        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.OK), (refused.StatusCode, reset.StatusCode));
        Assert.Equal("[]", (await HttpNode.JsonAsync(reset))["unreadable"]!.ToJsonString());
    }

    [Fact]
    public async Task AnyChange_DryRun_ReturnsTheResultAndStoresNothing()
    {
        await using var node = await HttpNode.StartAsync(Store);
        using var client = node.Client();
        await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token);
        await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = 6, cancellationToken: Token);

        using var patched = await HttpNode.SendAsync(client, HttpMethod.Patch, "/guilds/1?dryRun=true", """{"welcomeChannelId":"7"}""", "\"2\"");
        using var invalid = await HttpNode.SendAsync(client, HttpMethod.Patch, "/guilds/1?dryRun=true", """{"settings":{"greeting":{"times":0}}}""", "\"2\"");
        using var restored = await HttpNode.SendAsync(client, HttpMethod.Post, "/guilds/1/restore/1?dryRun=true");
        using var deleted = await HttpNode.SendAsync(client, HttpMethod.Delete, "/guilds/1?dryRun=true");
        using var unclear = await HttpNode.SendAsync(client, HttpMethod.Delete, "/guilds/1?dryRun=yes");

        Assert.Equal(("7", "\"2\""), ((string?)(await HttpNode.JsonAsync(patched))["welcomeChannelId"], patched.Headers.ETag?.Tag));
        Assert.Equal(("5", "\"2\""), ((string?)(await HttpNode.JsonAsync(restored))["welcomeChannelId"], restored.Headers.ETag?.Tag));
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.NoContent, HttpStatusCode.BadRequest), (invalid.StatusCode, deleted.StatusCode, unclear.StatusCode));
        Assert.Equal((6UL, 2L), ((await node.Service.GetAsync(1, Token)).WelcomeChannelId, await Store.ScalarAsync<long>("SELECT revision FROM guild_config_clock")));
    }

    [Fact]
    public async Task DeleteUndoAndRestore_InTurn_RevertEachOther()
    {
        await using var node = await HttpNode.StartAsync(Store);
        using var client = node.Client();
        await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token);
        await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = 6, cancellationToken: Token);
        await node.Service.UpdateAsync(2, e => e.WelcomeChannelId = 9, cancellationToken: Token);

        using var moved = await HttpNode.SendAsync(client, HttpMethod.Delete, "/guilds/1", ifMatch: "\"1\"");
        using var deleted = await HttpNode.SendAsync(client, HttpMethod.Delete, "/guilds/1", ifMatch: "\"2\"");
        using var nothing = await HttpNode.SendAsync(client, HttpMethod.Delete, "/guilds/1");
        using var undone = await HttpNode.SendAsync(client, HttpMethod.Post, "/guilds/1/undo/4");
        using var restored = await HttpNode.SendAsync(client, HttpMethod.Post, "/guilds/1/restore/1", ifMatch: "\"5\"");
        using var late = await HttpNode.SendAsync(client, HttpMethod.Post, "/guilds/1/restore/1", ifMatch: "\"5\"");
        using var others = await HttpNode.SendAsync(client, HttpMethod.Post, "/guilds/1/restore/3");
        using var unknown = await HttpNode.SendAsync(client, HttpMethod.Post, "/guilds/1/undo/999");

        Assert.Equal(
            [412, 204, 204, 200, 200, 412, 404, 404],
            new[] { moved, deleted, nothing, undone, restored, late, others, unknown }.Select(response => (int)response.StatusCode));
        Assert.Equal(("6", "\"5\""), ((string?)(await HttpNode.JsonAsync(undone))["welcomeChannelId"], undone.Headers.ETag?.Tag));
        Assert.Equal(("5", "\"6\""), ((string?)(await HttpNode.JsonAsync(restored))["welcomeChannelId"], restored.Headers.ETag?.Tag));
    }

    [Fact]
    public async Task History_Pages_HaveEveryChangeOnce()
    {
        await using var node = await HttpNode.StartAsync(Store);
        using var client = node.Client();
        for (var i = 1UL; i <= 7; i++)
        {
            await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = i, cancellationToken: Token);
            await node.Service.UpdateAsync(2, e => e.WelcomeChannelId = i, cancellationToken: Token);
        }

        var seen = new List<long>();
        for (var page = "?limit=3"; page is not null;)
        {
            using var response = await client.GetAsync("/guilds/1/history" + page, Token);
            var history = await HttpNode.JsonAsync(response);
            seen.AddRange(history["changes"]!.AsArray().Select(change => (long)change!["revision"]!));
            page = history["nextBefore"] is { } before ? $"?limit=3&before={before}" : null;
        }

        Assert.Equal([13, 11, 9, 7, 5, 3, 1], seen);
    }

    [Fact]
    public async Task GetMany_Ids_AreReturnedOnceEachInOrder()
    {
        await using var node = await HttpNode.StartAsync(Store);
        using var client = node.Client();
        await node.Service.UpdateAsync(2, e => e.WelcomeChannelId = 9, cancellationToken: Token);

        using var response = await client.GetAsync("/guilds?ids=3,2,3," + Max, Token);

        var guilds = (await HttpNode.JsonAsync(response))["guilds"]!.AsArray();
        Assert.Equal(["3", "2", Max], guilds.Select(guild => (string?)guild!["guildId"]));
        Assert.Equal([null, "9", null], guilds.Select(guild => (string?)guild!["welcomeChannelId"]));
        foreach (var ids in new[] { "", "?ids=", "?ids=0", "?ids=1,x", "?ids=" + string.Join(',', Enumerable.Range(1, 201)) })
        {
            using var refused = await client.GetAsync("/guilds" + ids, Token);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }
    }

    [Fact]
    public async Task Get_CurrentETag_IsNotModified()
    {
        await using var node = await HttpNode.StartAsync(Store);
        using var client = node.Client();
        await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token);

        foreach (var (tag, expected) in new[] { ("\"1\"", 304), ("W/\"1\"", 304), ("\"0\", \"1\"", 304), ("*", 304), ("\"2\"", 200), ("x", 200) })
        {
            using var response = await HttpNode.SendAsync(client, HttpMethod.Get, "/guilds/1", headers: ("If-None-Match", tag));
            Assert.Equal(expected, (int)response.StatusCode);
            Assert.Equal("\"1\"", response.Headers.ETag?.Tag);
        }
    }

    [Fact]
    public async Task Background_UploadedImage_IsSetServedAndReplaced()
    {
        await using var node = await HttpNode.StartAsync(Store);
        using var client = node.Client();
        var (first, second) = (Pictures.Png(1, 640, 480), Pictures.Jpeg(2, 320, 200));

        using var put = await UploadAsync(client, "1", first, "\"0\"");
        using var got = await client.GetAsync("/guilds/1/background", Token);
        using var known = await HttpNode.SendAsync(client, HttpMethod.Get, "/guilds/1/background", headers: ("If-None-Match", got.Headers.ETag!.Tag));
        using var late = await UploadAsync(client, "1", second, "\"0\"");
        using var replaced = await UploadAsync(client, "1", second, "\"1\"");
        using var again = await client.GetAsync("/guilds/1/background", Token);
        var hash = (string)(await HttpNode.JsonAsync(put))["background"]!["contentHash"]!;
        using var back = await HttpNode.SendAsync(client, HttpMethod.Patch, "/guilds/2", $$$"""{"background":{"contentHash":"{{{hash}}}"}}""", "\"0\"");
        using var cleared = await HttpNode.SendAsync(client, HttpMethod.Patch, "/guilds/1", """{"background":null}""", "\"2\"");
        using var none = await client.GetAsync("/guilds/1/background", Token);

        Assert.Equal([200, 200, 304, 412, 200, 200, 200, 200, 404], new[] { put, got, known, late, replaced, again, back, cleared, none }.Select(response => (int)response.StatusCode));
        Assert.Equal(("image/png", $"\"{hash}\"", true), (got.Content.Headers.ContentType?.MediaType, got.Headers.ETag?.Tag, got.Headers.CacheControl?.NoCache));
        Assert.Equal(first, await got.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal(second, await again.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal((hash, "image/png"), ((await node.Service.GetAsync(2, Token)).Background?.ContentHash, (await node.Service.GetAsync(2, Token)).Background?.MediaType));
    }

    [Fact]
    public async Task Background_NotAnImageOrTooLarge_IsRefusedAndNotStored()
    {
        await using var node = await HttpNode.StartAsync(Store);
        using var client = node.Client();
        var large = new byte[5_242_881];

        using var html = await UploadAsync(client, "1", "<html>"u8.ToArray(), "\"0\"");
        using var empty = await UploadAsync(client, "1", [], "\"0\"");
        using var tooLarge = await UploadAsync(client, "1", large, "\"0\"");
        using var tooLargeUndeclared = await UploadAsync(client, "1", large, "\"0\"", isChunked: true);
        using var unconditional = await UploadAsync(client, "1", Pictures.Png(1), ifMatch: null);

        Assert.Equal([400, 400, 413, 413, 428], new[] { html, empty, tooLarge, tooLargeUndeclared, unconditional }.Select(response => (int)response.StatusCode));
        Assert.Contains("HTML", await html.Content.ReadAsStringAsync(Token), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0L, await Store.ScalarAsync<long>("SELECT count(*) FROM background_content"));
    }

    [Fact]
    public async Task Patch_TooLarge_IsRefusedWhateverLengthItDeclares()
    {
        await using var node = await HttpNode.StartAsync(Store);
        using var client = node.Client();
        var json = $$$$"""{"settings":{"greeting":{"text":"{{{{new string('x', 200_000)}}}}"}}}""";

        using var declared = await HttpNode.SendAsync(client, HttpMethod.Patch, "/guilds/1", json, "\"0\"");
        using var request = new HttpRequestMessage(HttpMethod.Patch, "/guilds/1") { Content = new StreamContent(new UnknownLengthStream(System.Text.Encoding.UTF8.GetBytes(json))) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation("If-Match", "\"0\"");
        using var undeclared = await client.SendAsync(request, Token);

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.RequestEntityTooLarge), (declared.StatusCode, undeclared.StatusCode));
    }

    [Fact]
    public async Task Schema_Sections_AreDescribed()
    {
        await using var node = await HttpNode.StartAsync(Store);
        using var client = node.Client(user: null);

        using var response = await client.GetAsync("/guilds/schema", Token);
        using var json = await client.GetAsync("/guilds/schema/greeting", Token);
        using var unknown = await client.GetAsync("/guilds/schema/nope", Token);

        var sections = (await HttpNode.JsonAsync(response))["sections"]!.AsArray();
        Assert.Equal(["greeting", "users"], sections.Select(section => (string?)section!["name"]));
        Assert.Equal(
            """{"path":"greeting.times","label":"Times","description":null,"kind":"Integer","isNullable":false,"isList":false,"default":1,"choices":null,"minimum":1,"maximum":9,"maxLength":null}""",
            sections[0]!["members"]![1]!.ToJsonString());
        Assert.Equal(("application/schema+json", "https://json-schema.org/draft/2020-12/schema"), (json.Content.Headers.ContentType?.MediaType, (string?)(await HttpNode.JsonAsync(json))["$schema"]));
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task Database_Unavailable_FailsWith503AndServesCachedGuilds()
    {
        await using var node = await HttpNode.StartAsync(Store, options => options.TransactionTimeout = TimeSpan.FromMilliseconds(300));
        using var client = node.Client();
        await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token);
        await using var held = await Store.HoldWritesAsync();

        using var refused = await HttpNode.SendAsync(client, HttpMethod.Patch, "/guilds/1", """{"welcomeChannelId":"7"}""", "\"1\"");
        using var read = await client.GetAsync("/guilds/1", Token);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (refused.StatusCode, refused.Headers.RetryAfter?.Delta > TimeSpan.Zero));
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
        Assert.Equal((HttpStatusCode.OK, "5"), (read.StatusCode, (string?)(await HttpNode.JsonAsync(read))["welcomeChannelId"]));
    }

    [Theory]
    [InlineData(null, 401)]
    [InlineData("nobody", 403)]
    [InlineData("0", 403)]
    [InlineData("-8", 403)]
    [InlineData("8", 200)]
    public async Task Change_SignedInUserWithoutASnowflake_IsRefused(string? user, int expected)
    {
        await using var node = await HttpNode.StartAsync(Store);
        await node.Service.UpdateAsync(1, e => e.WelcomeChannelId = 5, cancellationToken: Token);
        using var client = node.Client(user);

        using var patched = await HttpNode.SendAsync(client, HttpMethod.Patch, "/guilds/1", """{"welcomeChannelId":"7"}""", "\"1\"");
        using var uploaded = await UploadAsync(client, "1", Pictures.Png(1), "*");
        using var restored = await HttpNode.SendAsync(client, HttpMethod.Post, "/guilds/1/restore/1");
        using var undone = await HttpNode.SendAsync(client, HttpMethod.Post, "/guilds/1/undo/1");
        using var deleted = await HttpNode.SendAsync(client, HttpMethod.Delete, "/guilds/1");
        using var read = await client.GetAsync("/guilds/1", Token);

        Assert.All(new[] { patched, uploaded, restored, undone }, response => Assert.Equal(expected, (int)response.StatusCode));
        Assert.Equal(expected == 200 ? 204 : expected, (int)deleted.StatusCode);
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        Assert.Equal(expected == 200, await Store.ScalarAsync<long>("SELECT revision FROM guild_config_clock") > 1);
    }

    [Fact]
    public async Task Change_FromAnotherSite_IsRefusedUnlessTheHostAllowsIt()
    {
        await using var node = await HttpNode.StartAsync(Store);
        await using var open = await HttpNode.StartAsync(Store, endpoints: options => options.AllowCrossSiteRequests = true);

        foreach (var (site, expected) in new[] { ("cross-site", 403), ("same-origin", 200), ("same-site", 200), ("none", 200) })
        {
            using var response = await HttpNode.SendAsync(node.Client(), HttpMethod.Patch, "/guilds/1", "{}", "\"0\"", headers: ("Sec-Fetch-Site", site));
            using var allowed = await HttpNode.SendAsync(open.Client(), HttpMethod.Patch, "/guilds/1", "{}", "\"0\"", headers: ("Sec-Fetch-Site", site));
            using var read = await HttpNode.SendAsync(node.Client(), HttpMethod.Get, "/guilds/1", headers: ("Sec-Fetch-Site", site));
            Assert.Equal((expected, 200, 200), ((int)response.StatusCode, (int)allowed.StatusCode, (int)read.StatusCode));
        }
    }

    private static async Task<HttpResponseMessage> UploadAsync(HttpClient client, string guild, byte[] bytes, string? ifMatch, bool isChunked = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/guilds/{guild}/background")
        {
            Content = isChunked ? new StreamContent(new UnknownLengthStream(bytes)) : new ByteArrayContent(bytes),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return await client.SendAsync(request, Token);
    }
}
