using DroasBot.GuildConfig.Backgrounds;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Storage.Contents;

/// <summary>The store of background images that hosts use.</summary>
internal sealed class GuildBackgroundStore(ContentStore store, ContentCache cache, IStartupGate gate, ReentrancyGuard scope) : IGuildBackgroundStore
{
    public async Task<BackgroundContent> PutAsync(Stream content, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        scope.ThrowIfInside();
        var (bytes, hash) = await ContentReader.ReadAsync(content, cancellationToken).ConfigureAwait(false);
        ImageHeader header;
        try
        {
            header = ImageHeader.Read(bytes);
        }
        catch (FormatException unfit)
        {
            throw new ArgumentException($"The background image {unfit.Message}. Nothing was stored.", nameof(content), unfit);
        }

        await gate.EnsureStartedAsync(cancellationToken).ConfigureAwait(false);
        return await store.PutAsync(hash, bytes, header, cancellationToken).ConfigureAwait(false);
    }

    public async Task<BackgroundContent?> FindAsync(string hash, CancellationToken cancellationToken = default)
    {
        ContentHash.ThrowIfInvalid(hash, nameof(hash));
        scope.ThrowIfInside();
        await gate.EnsureStartedAsync(cancellationToken).ConfigureAwait(false);
        return await store.FindAsync(hash, cancellationToken).ConfigureAwait(false);
    }

    public async Task<Stream?> OpenReadAsync(string hash, CancellationToken cancellationToken = default)
    {
        ContentHash.ThrowIfInvalid(hash, nameof(hash));
        scope.ThrowIfInside();
        await gate.EnsureStartedAsync(cancellationToken).ConfigureAwait(false);
        return await cache.GetAsync(hash, cancellationToken).ConfigureAwait(false) is { } bytes ? new MemoryStream(bytes, writable: false) : null;
    }
}
