using DroasBot.GuildConfig.Sample.Display;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Sample.Bot;

/// <summary>One run of the bot, from an empty or an older database to the closing figures.</summary>
internal sealed class WelcomeBot(Store store, IDisplay display, int guilds, TimeSpan duration)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        display.Line($"A welcome bot without a gateway; its configuration is in {store.Name}.");
        var survived = await SeedAsync(cancellationToken);
        using var host = BuildHost();

        // The host would load the settings by itself when it starts; asked for beforehand, the load can show its progress.
        await display.ShowProgressAsync(
            "Preloading", progress => host.Services.InitializeGuildConfigAsync(progress, cancellationToken));
        var home = await host.Services.GetRequiredService<IGuildConfigService>().GetAsync(GuildIds.Home, cancellationToken);
        display.Line(survived ? Survivors(home, host.Services) : "A first run: nothing to survive from an earlier one. Run again to see what does.");

        await host.StartAsync(cancellationToken);
        await host.WaitForShutdownAsync(cancellationToken);
        var eventSource = host.Services.GetRequiredService<EventSource>();
        await eventSource.ExecuteTask!;
        display.Report(eventSource.Report());
    }

    private static string Survivors(GuildConfigSnapshot home, IServiceProvider services)
    {
        var statistics = services.GetRequiredService<IGuildConfigCache>().GetStatistics();
        return $"Survived from the last run: {statistics.Count:N0} guilds; guild {home.GuildId} with channel {SnapshotText.Channel(home)}, "
            + $"background {SnapshotText.Background(home)}, revision {home.Revision}, changed {home.UpdatedAt:u}.";
    }

    /// <summary>Says whether an earlier run left something.</summary>
    private async Task<bool> SeedAsync(CancellationToken cancellationToken)
    {
        await using var services = await store.OpenAsync(cancellationToken);
        var configs = services.GetRequiredService<IGuildConfigService>();
        var survived = (await configs.GetAsync(GuildIds.Home, cancellationToken)).Exists;
        var seed = new Seed(configs, new WelcomeImages(services.GetRequiredService<IGuildBackgroundStore>()));
        var missing = await seed.FindMissingAsync(guilds, cancellationToken);
        if (missing.Count > 0)
        {
            var started = TimeProvider.System.GetTimestamp();
            await display.ShowProgressAsync("Seeding", progress => seed.PlantAsync(missing, progress, cancellationToken));
            var elapsed = TimeProvider.System.GetElapsedTime(started);
            display.Line($"Seeded {missing.Count:N0} guilds in {elapsed.TotalSeconds:N1} s: {missing.Count / elapsed.TotalSeconds:N0} durable changes per second.");
        }

        return survived;
    }

    private IHost BuildHost()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddProvider(new DisplayLoggerProvider(display)).SetMinimumLevel(LogLevel.Warning);
        // The host's own account of a failed service: the command says it in one line.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        // What fails below the library, the library says in one line.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.None);
        store.AddTo(builder.Services);
        builder.Services
            .AddSingleton(TimeProvider.System)
            .AddSingleton(display)
            .AddSingleton(new RunLength(duration))
            .AddSingleton<Timeline>()
            .AddSingleton<GuildDirectory>()
            .AddSingleton<GuildJoins>()
            .AddSingleton<WelcomeImages>()
            .AddSingleton<GuildLife>()
            .AddSingleton<Administrators>()
            .AddSingleton<MemberJoins>()
            .AddSingleton<EventSource>()
            .AddHostedService(services => services.GetRequiredService<EventSource>());
        return builder.Build();
    }
}
