using System.Collections.Immutable;
using DroasBot.GuildConfig;
using Microsoft.Extensions.DependencyInjection;

// Several versions of a host program outside the library's tree: each run is one of them, on the same file. Prints what it reads.
const ulong Guild = 175928847299117063;
var services = new ServiceCollection();
var guildConfig = services.AddGuildConfig("Data Source=settings.db");
var version = args[0];
_ = version switch
{
    "older" => guildConfig.AddSettings<OlderModeration>("moderation"),
    "newer" => guildConfig.AddSettings<Moderation>("moderation").AddSettings<Tickets>("tickets"),
    _ => guildConfig,
};
await using var provider = services.BuildServiceProvider();
var configs = provider.GetRequiredService<IGuildConfigService>();
switch (args)
{
    case ["newer", "set"]:
        await configs.UpdateAsync(Guild, guild =>
        {
            guild.Set(new Moderation
            {
                LogChannelId = ulong.MaxValue,
                WarnLimit = 5,
                Greeting = "<ünïcödé & 🐸>",
                Ratio = 1.50m,
                Rules = [new Rule("first", Level.High, null)],
                MutedUntil = new DateTimeOffset(2031, 2, 3, 4, 5, 6, TimeSpan.FromHours(-7)),
            });
            guild.Set(new Tickets { CategoryId = 9007199254740993 });
        });
        break;
    case [_, "channel", var channel]:
        await configs.UpdateAsync(Guild, guild => guild.WelcomeChannelId = ulong.Parse(channel));
        break;
    case ["older", "limit", var limit]:
        await configs.UpdateAsync(Guild, guild => guild.Set(guild.Get<OlderModeration>() with { WarnLimit = int.Parse(limit) }));
        break;
}

var snapshot = await configs.GetAsync(Guild);
Console.WriteLine($"channel {snapshot.WelcomeChannelId}");
Console.WriteLine(version switch
{
    "older" => $"limit {snapshot.Get<OlderModeration>().WarnLimit}",
    "newer" => snapshot.Get<Moderation>() is var m
        ? FormattableString.Invariant($"{m.LogChannelId} {m.WarnLimit} {m.Greeting} {m.Ratio} {m.Rules[0].Name} {m.Rules[0].Level} {m.MutedUntil:O} {snapshot.Get<Tickets>().CategoryId}")
        : null,
    _ => "no settings",
});

public enum Level
{
    Low,
    High,
}

public sealed record Rule(string Name, Level Level, string? Note);

public sealed record OlderModeration
{
    public int WarnLimit { get; init; } = 3;
}

public sealed record Moderation
{
    public ulong? LogChannelId { get; init; }

    public int WarnLimit { get; init; } = 3;

    public string? Greeting { get; init; }

    public decimal Ratio { get; init; }

    public ImmutableArray<Rule> Rules { get; init; } = [];

    public DateTimeOffset? MutedUntil { get; init; }
}

public sealed record Tickets
{
    public ulong? CategoryId { get; init; }
}
