using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
builder.Services.AddOpenApi();
builder.Services.AddGuildConfig("Data Source=web.db");
var app = builder.Build();
app.MapOpenApi();
app.MapGuildConfig();
app.Urls.Add("http://127.0.0.1:0");
await app.StartAsync();

using var client = new HttpClient { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()) };
var document = JsonNode.Parse(await client.GetStringAsync("openapi/v1.json"))!;
foreach (var (path, operations) in document["paths"]!.AsObject())
{
    foreach (var (method, operation) in operations!.AsObject())
    {
        var bodies = operation!["requestBody"]?["content"]?.AsObject().Select(body => body.Key) ?? [];
        Console.WriteLine(string.Join(' ', [method, path, (string)operation["operationId"]!, .. bodies]));
    }
}

await app.StopAsync();
