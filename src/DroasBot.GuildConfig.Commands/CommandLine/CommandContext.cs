using System.CommandLine;
using DroasBot.GuildConfig.Commands.Output;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Commands.CommandLine;

/// <summary>What a command works with while it runs.</summary>
internal sealed record CommandContext(IServiceProvider Services, ParseResult Parsed, Screen Screen, bool IsConfirmed, CancellationToken CancellationToken)
{
    public IGuildConfigService Configs => Services.GetRequiredService<IGuildConfigService>();

    public IGuildConfigChangeLog ChangeLog => Services.GetRequiredService<IGuildConfigChangeLog>();

    public IGuildConfigCache Cache => Services.GetRequiredService<IGuildConfigCache>();

    public IGuildConfigMaintenance Maintenance => Services.GetRequiredService<IGuildConfigMaintenance>();

    public IGuildSettingsSchema Schema => Services.GetRequiredService<IGuildSettingsSchema>();

    /// <summary>Asks before something that changes much, unless the command line has said yes.</summary>
    /// <param name="what">What will be done, as in <c>Erase guild 1 for good</c>.</param>
    /// <exception cref="CommandException">There is nobody to ask, or they do not want it. Nothing was done.</exception>
    public void Confirm(string what) => Confirmation.Ask(Screen, IsConfirmed, what);
}
