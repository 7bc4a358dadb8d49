using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Commands.CommandLine;

/// <summary>The services of the host that offers the commands. They are not disposed when a command ends.</summary>
internal sealed class HostServices(IServiceProvider services) : IServiceSource, IServiceLease
{
    public IServiceProvider Services => services;

    public IServiceLease Describe(ParseResult parseResult) => this;

    public async Task<IServiceLease> OpenAsync(ParseResult parseResult, CancellationToken cancellationToken)
    {
        await services.InitializeGuildConfigAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        return this;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
