using DroasBot.GuildConfig.Commands.CommandLine;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Tool.Databases;

/// <summary>Services that are disposed with the command.</summary>
internal sealed class OwnServices(ServiceProvider services) : IServiceLease
{
    public IServiceProvider Services => services;

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
