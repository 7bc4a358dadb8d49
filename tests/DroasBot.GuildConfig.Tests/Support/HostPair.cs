using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>Two hosts on one file that, like two processes, share nothing else.</summary>
internal sealed class HostPair : IAsyncDisposable
{
    private HostPair(TestHost writer, TestHost reader, EventRecorder log) => (Writer, Reader, Log) = (writer, reader, log);

    public TestHost Writer { get; }

    public TestHost Reader { get; }

    /// <summary>Gets the reader's log.</summary>
    public EventRecorder Log { get; }

    /// <summary>Starts both hosts.</summary>
    /// <param name="configure">Sets options of both hosts.</param>
    /// <param name="follows">Whether their background loops run; if not, the test lets the feed catch up explicitly.</param>
    /// <param name="reader">Registers more services for the reader.</param>
    public static async Task<HostPair> StartAsync(Action<GuildConfigOptions>? configure = null, bool follows = true, Action<IServiceCollection>? reader = null)
    {
        var log = new EventRecorder();
        var writer = await TestHost.StartAsync(configure, Prepare);
        try
        {
            var second = await TestHost.StartAsync(
                options =>
                {
                    options.ConnectionString = "Data Source=" + writer.DatabasePath;
                    configure?.Invoke(options);
                },
                services =>
                {
                    Prepare(services);
                    services.AddSingleton<ILoggerProvider>(log);
                    reader?.Invoke(services);
                });
            return new HostPair(writer, second, log);
        }
        catch
        {
            await writer.DisposeAsync();
            throw;
        }

        void Prepare(IServiceCollection services)
        {
            services.AddMetrics();
            if (!follows)
            {
                services.RemoveAll<IBackgroundLoop>();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Reader.DisposeAsync();
        await Writer.DisposeAsync();
        Log.Dispose();
    }
}
