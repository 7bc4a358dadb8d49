using DroasBot.GuildConfig.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Dashboard.Tests.Support;

/// <summary>The dashboard in this process, on a free port, with its own database. Its directory is deleted afterwards.</summary>
internal sealed class DashboardServer : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private WebApplication? _app;

    private readonly Action<IGuildConfigBuilder>? _configure;

    private DashboardServer(Action<IGuildConfigBuilder>? configure) => _configure = configure;

    public string Address { get; private set; } = "http://127.0.0.1:0";

    public IGuildConfigService Configs => _app!.Services.GetRequiredService<IGuildConfigService>();

    /// <param name="configure">Adds to the sample's settings.</param>
    public static async Task<DashboardServer> StartAsync(Action<IGuildConfigBuilder>? configure = null)
    {
        var server = new DashboardServer(configure);
        try
        {
            await server.StartAgainAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Restarts on the same port.</summary>
    public async Task StartAgainAsync()
    {
        _app = DashboardHost.Build([$"--urls={Address}", $"--Database={_directory.File("guilds.db")}"], builder =>
        {
            builder.Logging.ClearProviders();
            _configure?.Invoke(builder.Services.AddGuildConfig());
            builder.Services.AddDataProtection().PersistKeysToFileSystem(Directory.CreateDirectory(_directory.File("keys")));
        });
        await _app.StartAsync();
        Address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
    }

    public async Task StopAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
            _app = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await StopAsync();
        }
        finally
        {
            _directory.Dispose();
        }
    }
}
