using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.Storage.Contents;

/// <summary>The images that were read lately, within a budget of their own. Equal hashes are equal bytes, so none of them is ever outdated. Thread-safe.</summary>
internal sealed class ContentCache(ContentStore store, IOptions<GuildConfigOptions> options) : IDisposable
{
    /// <summary>What was erased from the database leaves memory by then, too.</summary>
    private static readonly TimeSpan _lifetime = TimeSpan.FromMinutes(10);

    private readonly long _maxBytes = options.Value.Cache.MaxBackgroundBytes;
    private readonly MemoryCache _cache = new(Options.Create(new MemoryCacheOptions { SizeLimit = options.Value.Cache.MaxBackgroundBytes }));
    private readonly ConcurrentDictionary<string, Lazy<Task<byte[]?>>> _loads = new();

    /// <summary>Gets the bytes of an image: one query however many wait for it.</summary>
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
            // Others wait for the same load, and one object thrown by many would mix up their stack traces.
            throw failure.Copy();
        }
    }

    /// <summary>Forgets an image that was erased.</summary>
    public void Remove(string hash) => _cache.Remove(hash);

    public void Dispose() => _cache.Dispose();

    /// <summary>Belongs to all who wait, so no caller's token reaches it.</summary>
    private async Task<byte[]?> LoadAsync(string hash)
    {
        // First, so that the one who begins it has put it into the table.
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
