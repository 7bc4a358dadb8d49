using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Sample.Commands;

/// <summary>A command that opens the store, does one thing and ends.</summary>
internal abstract class StoreCommand : Command
{
    protected StoreCommand(string name, string description, StoreOptions store)
        : base(name, description)
        => this.SetInterruptibleAction(async (parseResult, cancellationToken) =>
        {
            await using var provider = await store.Read(parseResult).OpenAsync(cancellationToken);
            return await ExecuteAsync(provider, parseResult, cancellationToken);
        });

    /// <summary>Gives the exit code.</summary>
    protected abstract Task<int> ExecuteAsync(IServiceProvider services, ParseResult parseResult, CancellationToken cancellationToken);

    protected static IGuildConfigService Configs(IServiceProvider services) => services.GetRequiredService<IGuildConfigService>();

    protected static IGuildConfigChangeLog ChangeLog(IServiceProvider services) => services.GetRequiredService<IGuildConfigChangeLog>();

    protected static IGuildConfigCache Cache(IServiceProvider services) => services.GetRequiredService<IGuildConfigCache>();

    protected static IGuildConfigMaintenance Maintenance(IServiceProvider services) => services.GetRequiredService<IGuildConfigMaintenance>();

    protected static TextWriter Output(ParseResult parseResult) => parseResult.InvocationConfiguration.Output;
}
