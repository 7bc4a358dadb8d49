using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Storage.Contents;

/// <summary>Caches recently read images, within a budget of its own. Equal hashes mean equal bytes, so no entry is ever outdated. Thread-safe.</summary>
internal sealed class ContentCache(ContentStore store, IOptions<GuildConfigOptions> options) : IDisposable
{
    /// <summary>Images that were erased from the database are also gone from memory by then.</summary>
    private static readonly TimeSpan _lifetime = TimeSpan.FromMinutes(10);

    private readonly long _maxBytes = options.Value.Cache.MaxBackgroundBytes;
    private readonly MemoryCache _cache = new(Options.Create(new MemoryCacheOptions { SizeLimit = options.Value.Cache.MaxBackgroundBytes }));
    private readonly ConcurrentDictionary<string, Lazy<Task<byte[]?>>> _loads = new();

    /// <summary>Gets the bytes of an image: one query, however many callers wait for it.</summary>
    public async Task<byte[]?> GetAsync(string hash, CancellationToken cancellationToken)
    {
        if (_cache.TryGetValue(hash, out byte[]? cached))
        {
            return cached;
        }

        var load = _loads.GetOrAdd(hash, static (hash, cache) => new Lazy<Task<byte[]?>>(() => cache.LoadAsync(hash)), this);
        try
        {
            return await load.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (GuildConfigStoreException failure)
        {
            // Several callers can wait for the same load; throwing one object from each would mix up their stack traces.
            throw failure.Copy();
        }
    }

    /// <summary>Forgets an image that was erased.</summary>
    public void Remove(string hash) => _cache.Remove(hash);

    public void Dispose() => _cache.Dispose();

    /// <summary>Shared by all waiting callers, so it takes no caller's token.</summary>
    private async Task<byte[]?> LoadAsync(string hash)
    {
        // First, so that the caller that starts the load has added it to the table.
        await Task.Yield();
        try
        {
            var bytes = await store.ReadAsync(hash, CancellationToken.None).ConfigureAwait(false);
            if (bytes is not null && bytes.Length <= _maxBytes)
            {
                _cache.Set(hash, bytes, new MemoryCacheEntryOptions { Size = bytes.Length, AbsoluteExpirationRelativeToNow = _lifetime });
            }

            return bytes;
        }
        finally
        {
            _loads.TryRemove(hash, out _);
        }
    }
}
