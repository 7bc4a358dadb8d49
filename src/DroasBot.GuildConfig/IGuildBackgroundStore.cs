namespace DroasBot.GuildConfig;

/// <summary>Stores the bytes of background images in the database, with the transactions, backups and history of the configuration. Thread-safe.</summary>
/// <remarks>
/// Put the bytes first, then set them as the background of a guild. Equal bytes are stored once, however many guilds use them. Images that no guild and no change in
/// the history refers to are removed automatically, an hour after they were put at the earliest.
/// </remarks>
public interface IGuildBackgroundStore
{
    /// <summary>Stores an image, unless the same bytes are stored already.</summary>
    /// <param name="content">
    /// The image, from the stream's position to its end: PNG or JPEG, at most 5 MB (5,242,880 bytes) and 4,096 x 4,096 pixels. Only its headers are checked;
    /// it is not decoded. Not disposed.
    /// </param>
    /// <param name="cancellationToken">Cancels the read; nothing is stored then.</param>
    /// <returns>The content to pass to <see cref="GuildConfigEditor.SetBackground(BackgroundContent)"/>, within the next half hour.</returns>
    /// <exception cref="ArgumentException">The stream contains something else, which the message names. Nothing was stored.</exception>
    /// <exception cref="GuildConfigStoreException">The database cannot be read or written. Nothing was stored.</exception>
    /// <example>
    /// <code>
    /// await using var upload = file.OpenReadStream();
    /// var content = await backgrounds.PutAsync(upload, cancellationToken);
    /// await configs.UpdateAsync(guildId, edit =&gt; edit.SetBackground(content));
    /// </code>
    /// </example>
    Task<BackgroundContent> PutAsync(Stream content, CancellationToken cancellationToken = default);

    /// <summary>Describes an image, given its hash.</summary>
    /// <param name="hash">The hash, from <see cref="BackgroundAsset.ContentHash"/>.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The content to pass to <see cref="GuildConfigEditor.SetBackground(BackgroundContent)"/>; <see langword="null"/> if there is no such image.</returns>
    /// <exception cref="ArgumentException"><paramref name="hash"/> is not 64 lower-case hexadecimal digits.</exception>
    /// <exception cref="GuildConfigStoreException">The database cannot be read.</exception>
    /// <example>
    /// <code>
    /// if (await backgrounds.FindAsync(hash) is { } content)
    /// {
    ///     await configs.UpdateAsync(guildId, edit =&gt; edit.SetBackground(content));
    /// }
    /// </code>
    /// </example>
    Task<BackgroundContent?> FindAsync(string hash, CancellationToken cancellationToken = default);

    /// <summary>Opens the bytes of an image, from memory if they were read within the last ten minutes and fit into <see cref="GuildConfigCacheOptions.MaxBackgroundBytes"/>.</summary>
    /// <param name="hash">The hash, from <see cref="BackgroundAsset.ContentHash"/>.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A readable and seekable stream, to be disposed by the caller; <see langword="null"/> if there is no such image.</returns>
    /// <exception cref="ArgumentException"><paramref name="hash"/> is not 64 lower-case hexadecimal digits.</exception>
    /// <exception cref="GuildConfigStoreException">The database cannot be read, and the image is not in memory.</exception>
    /// <example>
    /// <code>
    /// var guild = await configs.GetAsync(guildId);
    /// if (guild.Background?.ContentHash is { } hash &amp;&amp; await backgrounds.OpenReadAsync(hash) is { } image)
    /// {
    ///     await using (image)
    ///     {
    ///         await DrawAsync(image);
    ///     }
    /// }
    /// </code>
    /// </example>
    Task<Stream?> OpenReadAsync(string hash, CancellationToken cancellationToken = default);
}
