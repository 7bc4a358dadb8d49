namespace DroasBot.GuildConfig.Commands.Transfer;

/// <summary>The images of an export: one file each, named by its hash, in a directory next to the lines.</summary>
internal sealed class ImageFiles(string linesFile, IGuildBackgroundStore images)
{
    private readonly HashSet<string> _done = [];

    public string Directory { get; } = linesFile + ".images";

    public int Count => _done.Count;

    /// <summary>Writes the image of a guild, unless it was already written.</summary>
    public async Task WriteAsync(GuildRecord record, CancellationToken cancellationToken)
    {
        if (record.Background is { ContentHash: { } hash } && _done.Add(hash))
        {
            System.IO.Directory.CreateDirectory(Directory);
            var image = await images.OpenReadAsync(hash, cancellationToken).ConfigureAwait(false)
                ?? throw new GuildConfigException($"The image {hash} of guild {record.GuildId} is not in the database.");
            await using (image.ConfigureAwait(false))
            {
                var file = new FileStream(PathOf(hash), FileMode.Create);
                await using (file.ConfigureAwait(false))
                {
                    await image.CopyToAsync(file, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>Stores the image of a guild, unless it was already stored. An image without a file may be in the database already; otherwise the import of the guild reports it.</summary>
    public async Task StoreAsync(GuildRecord record, CancellationToken cancellationToken)
    {
        if (record.Background is { ContentHash: { } hash } && _done.Add(hash) && File.Exists(PathOf(hash)))
        {
            var file = new FileStream(PathOf(hash), FileMode.Open, FileAccess.Read);
            await using (file.ConfigureAwait(false))
            {
                var content = await images.PutAsync(file, cancellationToken).ConfigureAwait(false);
                if (content.Hash != hash)
                {
                    throw new GuildConfigException($"The file '{PathOf(hash)}' is not the image of its name: its hash is {content.Hash}.");
                }
            }
        }
    }

    /// <summary>The hash comes from an untrusted file.</summary>
    private string PathOf(string hash)
        => hash.All(char.IsAsciiHexDigitLower) ? Path.Combine(Directory, hash) : throw new GuildConfigException($"'{hash}' is not the hash of an image.");
}
