using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>Two hosts on one file, as two processes would be: nothing but the file is common to them.</summary>
internal sealed class HostPair : IAsyncDisposable
{
    private HostPair(TestHost writer, TestHost reader, AwaitableLog log) => (Writer, Reader, Log) = (writer, reader, log);

    public TestHost Writer { get; }

    public TestHost Reader { get; }

    /// <summary>Gets what the reader logs.</summary>
    public AwaitableLog Log { get; }

    /// <summary>Starts both.</summary>
    /// <param name="configure">Sets options of both.</param>
    /// <param name="follows">Whether their background loops run; if not, the test makes the feed catch up when it wants.</param>
    /// <param name="reader">Registers more for the reader.</param>
    public static async Task<HostPair> StartAsync(Action<GuildConfigOptions>? configure = null, bool follows = true, Action<IServiceCollection>? reader = null)
    {
        var log = new AwaitableLog();
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
