using DroasBot.GuildConfig.Dashboard.Tests.Settings;
using Xunit;

namespace DroasBot.GuildConfig.Dashboard.Tests.Support;

/// <summary>The dashboard of a bot with a setting of every kind. The other tests do without that long form.</summary>
public sealed class EverythingFixture : IAsyncLifetime
{
    private DashboardServer? _server;

    internal DashboardServer Server => _server!;

    public async ValueTask InitializeAsync() => _server = await DashboardServer.StartAsync(builder => builder.AddSettings<EverythingSettings>(EverythingSettings.Section));

    public async ValueTask DisposeAsync() => await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
}
