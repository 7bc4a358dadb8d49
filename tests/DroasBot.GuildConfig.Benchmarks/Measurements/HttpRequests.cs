using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Claims;
using DroasBot.GuildConfig.Benchmarks.Databases;
using DroasBot.GuildConfig.Benchmarks.Report;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Benchmarks.Measurements;

/// <summary>The endpoints over a socket: a read compared with an endpoint that returns a constant of about the same length, a patch compared with the same update without HTTP.</summary>
internal sealed class HttpRequests : IMeasurement
{
    private const int Guilds = 10_000;
    private const int Reads = 2_000;
    private const int Patches = 200;
    private const string Constant = "/constant";

    public string Name => "http";

    public async Task RunAsync(ResultTable table, Scale scale)
    {
        using var database = await BenchmarkDatabase.CreateAsync(Guilds, sections: 1);
        await using var app = await StartAsync(database);
        using var client = new HttpClient { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()) };
        var configs = app.Services.GetRequiredService<IGuildConfigService>();
        var random = new Random(42);
        ulong Next() => GuildIds.Of(random.Next(1, Guilds + 1));

        var read = new Subject("GET a guild", () => TimeAsync(Reads, async _ => await client.GetByteArrayAsync($"/guilds/{Next()}")));
        var constant = new Subject("GET a constant", () => TimeAsync(Reads, async _ => await client.GetByteArrayAsync(Constant)));
        await Subject.MeasureInTurnsAsync(warmUp: 5, scale.Rounds, read, constant);
        table.AddRatio("read over HTTP, one client", Guilds, read, constant, "us");

        var patch = new Subject("PATCH", () => TimeAsync(Patches, async i =>
        {
            var guild = Next();
            var tag = (await configs.GetAsync(guild)).Revision;
            using var request = new HttpRequestMessage(HttpMethod.Patch, $"/guilds/{guild}") { Content = new StringContent($$"""{"welcomeChannelId":"{{i + random.Next(1, 1_000_000)}}"}""") };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/merge-patch+json");
            request.Headers.TryAddWithoutValidation("If-Match", $"\"{tag}\"");
            using var response = await client.SendAsync(request);
            _ = response.StatusCode == HttpStatusCode.OK ? 0 : throw new InvalidOperationException(response.ToString());
        }));
        var update = new Subject("UpdateAsync", () => TimeAsync(Patches, async i =>
        {
            var channel = (ulong)(i + random.Next(1, 1_000_000));
            await configs.UpdateAsync(Next(), guild => guild.WelcomeChannelId = channel);
        }));
        await Subject.MeasureInTurnsAsync(warmUp: 5, scale.Rounds, patch, update);
        table.AddRatio("change over HTTP, one client", Guilds, patch, update, "us");
        await app.StopAsync();
    }

    private static async Task<WebApplication> StartAsync(BenchmarkDatabase database)
    {
        var constant = new byte[400];
        constant.AsSpan().Fill((byte)' ');
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGuildConfig(options => options.ConnectionString = database.ConnectionString).AddSettings<ModerationSettings>("moderation");
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.Use((http, next) =>
        {
            http.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, "8")], "benchmark"));
            return next(http);
        });
        app.MapGuildConfig();
        app.MapGet(Constant, () => TypedResults.Bytes(constant, "application/json"));
        await app.StartAsync();
        return app;
    }

    private static async Task<Figure> TimeAsync(int count, Func<int, Task> request)
    {
        var times = new double[count];
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < count; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            await request(i);
            times[i] = Stopwatch.GetElapsedTime(begun).TotalMicroseconds;
        }

        return new Figure(new Samples(times).Median, (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)count);
    }
}
