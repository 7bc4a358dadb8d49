using System.Data.Common;
using DroasBot.GuildConfig;
using DroasBot.GuildConfig.Sample;
using DroasBot.GuildConfig.Sample.Bot;
using DroasBot.GuildConfig.Sample.Settings;
using DroasBot.GuildConfig.Sample.StandIn;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

try
{
    var options = RunOptions.Read(args);
    var builder = Host.CreateApplicationBuilder();

    // All that a bot needs: where its configuration is stored, and which settings of its own it has.
    var guildConfig = options.Postgres is { } server
        ? builder.Services.AddGuildConfig().UsePostgreSql(server)
        : builder.Services.AddGuildConfig(new DbConnectionStringBuilder { ["Data Source"] = options.Database }.ConnectionString);
    guildConfig.AddSampleSettings();
    builder.Services.Configure<GuildConfigOptions>(config =>
    {
        // Discord waits three seconds for the response to a command, so "try again" must come before that.
        config.TransactionTimeout = TimeSpan.FromSeconds(2);

        // A guild that removes the bot and does not come back is erased.
        config.LeftGuildRetention = TimeSpan.FromDays(30);
    });

    // What the bot does, and what calls it. In your own bot, the client of your Discord library replaces Gateway.
    builder.Services.AddSingleton<GuildEvents>().AddSingleton<SlashCommands>();
    builder.Services.AddSingleton<Gateway>().AddHostedService(services => services.GetRequiredService<Gateway>());
    builder.Services.AddSingleton(options).AddSingleton<Display>().AddSingleton<Seed>().AddSingleton<Load>();

    // The host would report a failure with a stack trace; the catch block below reports it in one line.
    builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Extensions.Hosting", LogLevel.None).AddSimpleConsole(console => console.SingleLine = true);

    using var host = builder.Build();
    var gateway = host.Services.GetRequiredService<Gateway>();
    await host.RunAsync();
    await gateway.ExecuteTask!;
    return 0;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Interrupted.");
    return 130;
}
catch (Exception exception) when (exception is FormatException or GuildConfigException or ArgumentException or OptionsValidationException)
{
    Console.Error.WriteLine(exception.Message.ReplaceLineEndings(" "));
    return exception is FormatException ? 2 : 1;
}
