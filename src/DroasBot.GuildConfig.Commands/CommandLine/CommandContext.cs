using System.CommandLine;
using DroasBot.GuildConfig.Commands.Output;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Commands.CommandLine;

/// <summary>The services and options of a running command.</summary>
internal sealed record CommandContext(IServiceProvider Services, ParseResult Parsed, Screen Screen, bool IsConfirmed, CancellationToken CancellationToken)
{
    public IGuildConfigService Configs => Services.GetRequiredService<IGuildConfigService>();

    public IGuildConfigChangeLog ChangeLog => Services.GetRequiredService<IGuildConfigChangeLog>();

    public IGuildConfigCache Cache => Services.GetRequiredService<IGuildConfigCache>();

    public IGuildConfigMaintenance Maintenance => Services.GetRequiredService<IGuildConfigMaintenance>();

    public IGuildSettingsSchema Schema => Services.GetRequiredService<IGuildSettingsSchema>();

    /// <summary>Asks for confirmation, unless the command line has given it.</summary>
    /// <param name="what">What will be done, as in <c>Erase guild 1 for good</c>.</param>
    /// <exception cref="CommandException">There is nobody to ask, or they declined. Nothing was done.</exception>
    public void Confirm(string what) => Confirmation.Ask(Screen, IsConfirmed, what);
}
