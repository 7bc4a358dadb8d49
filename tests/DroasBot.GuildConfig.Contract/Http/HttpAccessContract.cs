using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DroasBot.GuildConfig.Contract.Http;

/// <summary>Who may see and change what, over HTTP.</summary>
public abstract class HttpAccessContract : StoreContract
{
    private const string Administrator = "1";
    private const string Moderator = "2";
    private const string Stranger = "3";

    [Fact]
    public async Task Moderator_OfOneSection_CanChangeOnlyThatSection()
    {
        await using var node = await StartAsync();
        using var moderator = node.Client(Moderator);
        await SetAsync(node, 7, "before", 5);

        using var greeting = await PatchAsync(moderator, """{"settings":{"greeting":{"text":"mine"}}}""", "*");
        using var other = await PatchAsync(moderator, """{"settings":{"users":{"channel":"9"}}}""", "*");
        using var both = await PatchAsync(moderator, """{"settings":{"greeting":{"text":"x"},"users":{"channel":"9"}}}""", "*");
        using var channel = await PatchAsync(moderator, """{"welcomeChannelId":"9"}""", "*");
        using var tried = await PatchAsync(moderator, """{"welcomeChannelId":"9"}""", "*", "?dryRun=true");
        using var restored = await HttpNode.SendAsync(moderator, HttpMethod.Post, "/guilds/7/undo/1");
        using var deleted = await HttpNode.SendAsync(moderator, HttpMethod.Delete, "/guilds/7");
        using var image = await HttpNode.SendAsync(moderator, HttpMethod.Put, "/guilds/7/background", "not read", "*", "image/png");
        using var own = await HttpNode.SendAsync(moderator, HttpMethod.Post, "/guilds/7/undo/2");

        Assert.Equal(
            [200, 403, 403, 403, 403, 403, 403, 403, 200],
            new[] { greeting, other, both, channel, tried, restored, deleted, image, own }.Select(response => (int)response.StatusCode));
        Assert.Equal("application/problem+json", both.Content.Headers.ContentType?.MediaType);
        Assert.Equal("""["greeting","users"]""", (await HttpNode.JsonAsync(both))["sections"]!.ToJsonString());
        var guild = await node.Service.GetAsync(7, Token);
        Assert.Equal(("before", 5UL, 3L), (guild.Get<GreetingSettings>().Text, guild.WelcomeChannelId, guild.Revision));
    }

    [Fact]
    public async Task Stranger_AnyRequest_SeesAndChangesNothing()
    {
        await using var node = await StartAsync();
        using var stranger = node.Client(Stranger);
        using var nobody = node.Client(user: null);
        await SetAsync(node, 7, "secret", 5);

        foreach (var path in new[] { "", "/history", "/events", "/background" })
        {
            using var refused = await stranger.GetAsync("/guilds/7" + path, HttpCompletionOption.ResponseHeadersRead, Token);
            using var unknown = await nobody.GetAsync("/guilds/7" + path, HttpCompletionOption.ResponseHeadersRead, Token);
            Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized), (refused.StatusCode, unknown.StatusCode));
            Assert.DoesNotContain("secret", await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        }

        using var patched = await PatchAsync(stranger, """{"settings":{"greeting":{"text":"mine"}}}""", "*");
        using var many = await stranger.GetAsync("/guilds?ids=7,8", Token);
        Assert.Equal(HttpStatusCode.Forbidden, patched.StatusCode);
        Assert.Equal("""{"guilds":[],"denied":["7","8"]}""", await many.Content.ReadAsStringAsync(Token));
        Assert.Equal(1L, await Store.ScalarAsync<long>("SELECT revision FROM guild_config_clock"));
    }

    [Fact]
    public async Task GetMany_SomeForbidden_AreListedAsDenied()
    {
        await using var node = await StartAsync();
        await SetAsync(node, 7, "text", 5);
        using var moderator = node.Client(Moderator);

        using var response = await moderator.GetAsync("/guilds?ids=6,7", Token);

        var document = await HttpNode.JsonAsync(response);
        Assert.Equal(("7", "6"), ((string?)document["guilds"]!.AsArray().Single()!["guildId"], (string?)document["denied"]!.AsArray().Single()));
    }

    [Fact]
    public async Task Authorizer_AnyRequest_GetsActorKindAndSections()
    {
        await using var node = await StartAsync();
        using var administrator = node.Client(Administrator);
        await SetAsync(node, 7, "text", 5);
        var asked = ((Roles)node.Get<IGuildConfigAuthorizer>()).Asked;
        asked.Clear();

        using var patched = await PatchAsync(administrator, """{"welcomeChannelId":"6","settings":{"greeting":{"times":2}}}""", "*");

        Assert.Equal(HttpStatusCode.OK, patched.StatusCode);
        Assert.Equal([new GuildConfigAccess(7, 1, GuildConfigChangeKind.Updated) { Sections = ["welcomeChannelId", "greeting"] }], asked);
    }

    private static async Task SetAsync(HttpNode node, ulong guildId, string text, ulong channel)
        => await node.Service.UpdateAsync(
            guildId,
            guild =>
            {
                guild.WelcomeChannelId = channel;
                guild.Set(new GreetingSettings { Text = text });
            },
            new ChangeContext { ActorId = ulong.Parse(Administrator, CultureInfo.InvariantCulture) },
            Token);

    private static Task<HttpResponseMessage> PatchAsync(HttpClient client, string json, string ifMatch, string query = "")
        => HttpNode.SendAsync(client, HttpMethod.Patch, "/guilds/7" + query, json, ifMatch);

    private Task<HttpNode> StartAsync() => HttpNode.StartAsync(Store, register: static services => services.AddGuildConfig().AddAuthorizer<Roles>());

    private sealed class Roles : IGuildConfigAuthorizer
    {
        public List<GuildConfigAccess> Asked { get; } = [];

        public ValueTask<bool> AuthorizeAsync(GuildConfigAccess access, CancellationToken cancellationToken)
        {
            Asked.Add(access);
            return ValueTask.FromResult(access.ActorId switch
            {
                1 => true,
                2 => access.GuildId == 7 && access.Sections.All(section => section == "greeting"),
                _ => false,
            });
        }

        public ValueTask<bool> AuthorizeReadAsync(ulong guildId, ulong? actorId, CancellationToken cancellationToken)
            => ValueTask.FromResult(actorId == 1 || (actorId == 2 && guildId == 7));
    }
}
