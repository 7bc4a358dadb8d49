using System.Collections.Concurrent;
using BenchmarkDotNet.Attributes;
using DroasBot.GuildConfig.Benchmarks.Databases;
using DroasBot.GuildConfig.Caching;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Benchmarks;

/// <summary>The warm read under BenchmarkDotNet, to cross-check the table.</summary>
[MemoryDiagnoser]
#pragma warning disable CA1001 // BenchmarkDotNet calls the cleanup.
public class WarmReadBenchmarks
#pragma warning restore CA1001
{
    private const int Reads = 1 << 14;

    private readonly ConcurrentDictionary<ulong, GuildConfigSnapshot> _dictionary = new();
    private readonly MemoryCache _memory = new(new MemoryCacheOptions());
    private ulong[] _ids = [];
    private BenchmarkDatabase? _database;
    private ServiceProvider? _host;
    private IGuildConfigService? _service;

    [Params(10_000)]
    public int Guilds { get; set; }

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _database = await BenchmarkDatabase.CreateAsync(Guilds, sections: 2);
        _host = await _database.OpenHostAsync();
        await _host.GetRequiredService<CachePreloader>().LoadAllAsync(progress: null, CancellationToken.None);
        _service = _host.GetRequiredService<IGuildConfigService>();
        _ids = GuildIds.Random(Guilds, Reads);
        foreach (var id in _ids)
        {
            _dictionary[id] = await _service.GetAsync(id);
            _memory.Set(id, _dictionary[id]);
        }
    }

    [GlobalCleanup]
    public async Task CleanUpAsync()
    {
        await _host!.DisposeAsync();
        _database!.Dispose();
        _memory.Dispose();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Reads)]
    public int ConcurrentDictionary()
    {
        var found = 0;
        foreach (var id in _ids)
        {
            found += _dictionary.TryGetValue(id, out _) ? 1 : 0;
        }

        return found;
    }

    [Benchmark(OperationsPerInvoke = Reads)]
    public async Task<int> GetAsync()
    {
        var found = 0;
        foreach (var id in _ids)
        {
            found += await _service!.GetAsync(id) is not null ? 1 : 0;
        }

        return found;
    }

    [Benchmark(OperationsPerInvoke = Reads)]
    public async Task<int> GetAsyncAndSettings()
    {
        var found = 0;
        foreach (var id in _ids)
        {
            found += (await _service!.GetAsync(id)).Get<ModerationSettings>() is not null ? 1 : 0;
        }

        return found;
    }

    [Benchmark(OperationsPerInvoke = Reads)]
    public int TryGetValue()
    {
        var found = 0;
        foreach (var id in _ids)
        {
            found += _memory.TryGetValue(id, out _) ? 1 : 0;
        }

        return found;
    }

    [Benchmark(OperationsPerInvoke = Reads)]
    public async Task<int> GetOrCreateAsync()
    {
        var found = 0;
        foreach (var id in _ids)
        {
            found += await _memory.GetOrCreateAsync(id, _ => Task.FromResult(_dictionary[id])) is not null ? 1 : 0;
        }

        return found;
    }
}
