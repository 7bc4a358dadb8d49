using System.Globalization;
using DroasBot.GuildConfig;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// A host program outside the library's tree, which sees only the content of the package. Run twice on one file; prints what it found.
var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
builder.Services.AddGuildConfig(options => options.ConnectionString = "Data Source=host.db");
using var host = builder.Build();
await host.StartAsync();
var configs = host.Services.GetRequiredService<IGuildConfigService>();

var found = await configs.GetAsync(ulong.MaxValue);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"found: {found.Exists} {found.WelcomeChannelId} {found.Background?.FilePath}"));

var created = await configs.GetOrCreateAsync(ulong.MaxValue);
Console.WriteLine($"created: {created.Exists}");
await configs.UpdateAsync(ulong.MaxValue, guild =>
{
    guild.WelcomeChannelId = ulong.MaxValue;
    guild.SetBackground("guilds/max.png", "image/png");
});
var read = await configs.GetAsync(ulong.MaxValue);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"read: {read.WelcomeChannelId} {read.Background?.FilePath}"));

var unknown = await configs.GetAsync(42);
var stored = new List<ulong>();
await foreach (var guild in configs.ListAsync())
{
    stored.Add(guild.GuildId);
}

Console.WriteLine($"unknown: {unknown.Exists}, stored: {string.Join(' ', stored)}");

await RefusedAsync("id 0", () => configs.GetOrCreateAsync(0));
await RefusedAsync("no edit", () => configs.UpdateAsync(1, (Action<GuildConfigEditor>)null!));
await RefusedAsync("channel 0", () => configs.UpdateAsync(1, guild => guild.WelcomeChannelId = 0));
await RefusedAsync("path", () => configs.UpdateAsync(1, guild => guild.SetBackground("../../etc/passwd", "image/png")));
await RefusedAsync("media type", () => configs.UpdateAsync(1, guild => guild.SetBackground("a.gif", "image/gif")));
await RefusedAsync("actor 0", () => configs.DeleteAsync(1, new ChangeContext { ActorId = 0 }));
Console.WriteLine($"after refusals: {(await configs.GetAsync(1)).Exists}");
await host.StopAsync();

static async Task RefusedAsync(string what, Func<Task> call)
{
    try
    {
        await call();
        Console.WriteLine($"{what}: accepted");
    }
    catch (ArgumentException refused)
    {
        Console.WriteLine($"{what}: {refused.GetType().Name} {refused.ParamName}");
    }
}
