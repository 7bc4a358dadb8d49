namespace DroasBot.GuildConfig;

/// <summary>A guild's background image: its location and its type. A file belongs to the host; a content is in the database.</summary>
/// <param name="Id">The identity of this asset. A new background is a new asset.</param>
/// <param name="FilePath">The file's path below <see cref="GuildConfigOptions.BackgroundRoot"/>, with forward slashes; <see langword="null"/> if the bytes are in the database.</param>
/// <param name="MediaType"><c>image/png</c> or <c>image/jpeg</c>.</param>
/// <param name="CreatedAt">When the background was set, in UTC, to the millisecond.</param>
/// <param name="ContentHash">The hash by which <see cref="IGuildBackgroundStore.OpenReadAsync"/> finds the bytes; <see langword="null"/> if there is a file.</param>
public sealed record BackgroundAsset(Guid Id, string? FilePath, string MediaType, DateTimeOffset CreatedAt, string? ContentHash = null)
{
    internal bool IsSameImage(BackgroundAsset? other) => other is not null && FilePath == other.FilePath && ContentHash == other.ContentHash && MediaType == other.MediaType;
}
