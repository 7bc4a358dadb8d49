using DroasBot.GuildConfig.Benchmarks.Baselines;
using DroasBot.GuildConfig.Benchmarks.Databases;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Benchmarks.Measurements;

/// <summary>The writers under comparison, each on its own database.</summary>
internal sealed class Contenders : IAsyncDisposable
{
    private readonly int _guilds;
    private readonly BenchmarkDatabase[] _databases;
    private readonly ServiceProvider _host;
    private readonly IGuildConfigService _service;
    private ulong _channel = 1_000_000;

    private Contenders(int guilds, BenchmarkDatabase[] databases, ServiceProvider host)
    {
        _guilds = guilds;
        _databases = databases;
        _host = host;
        _service = host.GetRequiredService<IGuildConfigService>();
        Naive = new NaiveWriter(databases[1].ConnectionString);
        Bare = new BareWriter(databases[2].OpenConnection());
    }

    public NaiveWriter Naive { get; }

    public BareWriter Bare { get; }

    public static async Task<Contenders> CreateAsync(int guilds)
    {
        BenchmarkDatabase[] databases = [await BenchmarkDatabase.CreateAsync(guilds), await BenchmarkDatabase.CreateAsync(guilds), await BenchmarkDatabase.CreateAsync(guilds)];
        return new Contenders(guilds, databases, await databases[0].OpenHostAsync());
    }

    public Task UpdateByLibraryAsync(ulong guild, ulong channel) => _service.UpdateAsync(guild, editor => editor.WelcomeChannelId = channel);

    /// <summary>Picks a guild and a channel that it does not have yet. Thread-safe, except for the random numbers.</summary>
    public (ulong Guild, ulong Channel) Next(Random random) => (GuildIds.Of(random.Next(1, _guilds + 1)), Interlocked.Increment(ref _channel));

    public async ValueTask DisposeAsync()
    {
        Bare.Dispose();
        await _host.DisposeAsync();
        foreach (var database in _databases)
        {
            database.Dispose();
        }
    }
}
