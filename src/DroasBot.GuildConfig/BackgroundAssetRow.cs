namespace DroasBot.GuildConfig;

/// <summary>A row of <c>background_asset</c>, for a host's own queries: the background of one guild, by path or by content.</summary>
public sealed class BackgroundAssetRow
{
    /// <summary>Gets the identity of the asset; a new background is a new asset.</summary>
    public Guid Id { get; init; }

    /// <summary>Gets the file's path below <see cref="GuildConfigOptions.BackgroundRoot"/>; <see langword="null"/> if the bytes are in the database.</summary>
    public string? FilePath { get; init; }

    /// <summary>Gets the key of the bytes in <c>background_content</c>; <see langword="null"/> if there is a path.</summary>
    public string? ContentHash { get; init; }

    /// <summary>Gets <c>image/png</c> or <c>image/jpeg</c>.</summary>
    public required string MediaType { get; init; }

    /// <summary>Gets when the background was set, in UTC, to the millisecond.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}
