using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text;
using System.Text.Json.Nodes;
using DroasBot.GuildConfig.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace DroasBot.GuildConfig.Contract.Http;

/// <summary>A web application with the endpoints, and its signed-in clients.</summary>
public sealed class HttpNode : IAsyncDisposable
{
    /// <summary>The header with the signed-in user: a snowflake, or an invalid value.</summary>
    private const string User = "X-Test-User";

    private readonly WebApplication _app;

    private HttpNode(WebApplication app) => _app = app;

    public IGuildConfigService Service => Get<IGuildConfigService>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="store">The database.</param>
    /// <param name="configure">Sets the library's options.</param>
    /// <param name="register">Registers more services.</param>
    /// <param name="endpoints">Sets the options of the endpoints.</param>
    /// <param name="isListening">Whether requests go through a socket.</param>
    public static async Task<HttpNode> StartAsync(
        ContractStore store,
        Action<GuildConfigOptions>? configure = null,
        Action<IServiceCollection>? register = null,
        Action<GuildConfigEndpointOptions>? endpoints = null,
        bool isListening = false)
    {
        await store.MigrateAsync();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        if (isListening)
        {
            builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        }
        else
        {
            builder.WebHost.UseTestServer();
        }

        builder.Logging.ClearProviders();
        builder.Services.AddRoutingCore();
        store.Register(builder.Services, configure);
        builder.Services.AddGuildConfig().AddSettings<GreetingSettings>("greeting").AddSettings<UserSettings>("users");
        register?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseRouting();
        app.Use((http, next) =>
        {
            if (http.Request.Headers.TryGetValue(User, out var user))
            {
                http.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, user.ToString())], "test"));
            }

            return next(http);
        });
        app.MapGuildConfig(configure: endpoints);
        app.UseEndpoints(static _ => { });
        await app.StartAsync(Token);
        return new HttpNode(app);
    }

    public T Get<T>()
        where T : notnull
        => _app.Services.GetRequiredService<T>();

    public HttpClient Client(string? user = "8")
    {
        var address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        var client = address is null ? _app.GetTestClient() : new HttpClient(new SocketsHttpHandler { RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1 }) { BaseAddress = new Uri(address) };
        client.Timeout = Deadlines.Limit;
        if (user is not null)
        {
            client.DefaultRequestHeaders.Add(User, user);
        }

        return client;
    }

    /// <summary>Sends a JSON request, with an optional precondition.</summary>
    public static async Task<HttpResponseMessage> SendAsync(
        HttpClient client, HttpMethod method, string path, string? json = null, string? ifMatch = null, string type = "application/merge-patch+json", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        }

        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
    }

    public static async Task<JsonObject> JsonAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(Token);
        return JsonNode.Parse(text) as JsonObject ?? throw new FormatException(text);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}
