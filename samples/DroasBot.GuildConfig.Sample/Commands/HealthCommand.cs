using System.CommandLine;
using System.Globalization;
using DroasBot.GuildConfig.Sample.Display;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Sample.Commands;

internal sealed class HealthCommand : StoreCommand
{
    private readonly Option<bool> _watch = new("--watch")
    {
        Description = "Load all guilds, then read some and check once a second; say when the answer changes, until Ctrl+C.",
    };

    public HealthCommand(StoreOptions store)
        : base("health", "Run the library's health check; the exit code is 0 if all is well.", store)
        => Options.Add(_watch);

    protected override async Task<int> ExecuteAsync(IServiceProvider services, ParseResult parseResult, CancellationToken cancellationToken)
    {
        var probe = new HealthProbe(services.GetRequiredService<HealthCheckService>());
        if (parseResult.GetValue(_watch))
        {
            var display = Displays.Open();
            services.GetRequiredService<ILoggerFactory>().AddProvider(new DisplayLoggerProvider(display));
            await new HealthWatch(probe, Configs(services), Cache(services), display).RunAsync(cancellationToken);
            return ExitCodes.Succeeded;
        }

        var answer = await probe.CheckAsync(cancellationToken);
        var output = Output(parseResult);
        output.WriteLine(HealthProbe.Text(answer));
        foreach (var (name, value) in answer.Data)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-28}{value}"));
        }

        return answer.Status == HealthStatus.Healthy ? ExitCodes.Succeeded : ExitCodes.Failed;
    }
}
