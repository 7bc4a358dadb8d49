using DroasBot.GuildConfig.Backgrounds;
using DroasBot.GuildConfig.Storage.Schema;

namespace DroasBot.GuildConfig.Storage.Sqlite.Salvage;

/// <summary>The images and backgrounds that could be read. An image is kept only if its bytes match its hash.</summary>
internal sealed class SalvagedBackgrounds(FillTransaction fill)
{
    private readonly HashSet<string> _hashes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _missing = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, object?[]> _assets = [];
    private readonly HashSet<Guid> _written = [];

    public int Contents => _hashes.Count;

    /// <summary>Gets the number of lost images that guilds refer to.</summary>
    public int MissingContents => _missing.Count;

    public int Assets => _written.Count;

    /// <returns>Whether it is an image.</returns>
    public async Task<bool> TryAddContentAsync(object?[] values, CancellationToken cancellationToken)
    {
        var content = StoredTables.Contents.NamedValues(values);
        var (hash, bytes) = ((string)content["hash"]!, (byte[])content["bytes"]!);
        try
        {
            if (ContentHash.Of(bytes) != hash || !_hashes.Add(hash))
            {
                return false;
            }

            var header = ImageHeader.Read(bytes);
            (content["media_type"], content["width"], content["height"], content["length"]) = (header.MediaType, header.Width, header.Height, (long)bytes.Length);
            await fill.ExecuteAsync(StoredTables.Contents.Insert, cancellationToken, [.. content.Values]).ConfigureAwait(false);
            return true;
        }
        catch (FormatException)
        {
            _hashes.Remove(hash);
            return false;
        }
    }

    public void AddAsset(object?[] values) => _assets.TryAdd((Guid)values[0]!, values);

    /// <summary>Finds the row of a background.</summary>
    public OrderedDictionary<string, object?>? Find(Guid id) => _assets.TryGetValue(id, out var values) ? StoredTables.Backgrounds.NamedValues(values) : null;

    /// <summary>Whether a guild can keep its background: the image is a file of the host, or was salvaged.</summary>
    public bool IsThere(BackgroundAsset background)
    {
        var isThere = !_written.Contains(background.Id) && (background.FilePath is not null || _hashes.Contains(background.ContentHash!));
        if (background.ContentHash is { } hash && !_hashes.Contains(hash))
        {
            _missing.Add(hash);
        }

        return isThere;
    }

    /// <summary>Writes the row of a guild's background.</summary>
    public async Task WriteAsync(BackgroundAsset background, CancellationToken cancellationToken)
    {
        _written.Add(background.Id);
        await fill.ExecuteAsync(StoredTables.Backgrounds.Insert, cancellationToken, StoredTables.Backgrounds.ValuesOf(background)).ConfigureAwait(false);
    }
}
