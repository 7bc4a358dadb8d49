namespace DroasBot.GuildConfig;

/// <summary>A guild's background image: where its file is, and what it is. The file itself belongs to the host.</summary>
/// <param name="Id">The identity of this asset. Another background is another asset.</param>
/// <param name="FilePath">The file's path below <see cref="GuildConfigOptions.BackgroundRoot"/>, with forward slashes.</param>
/// <param name="MediaType"><c>image/png</c> or <c>image/jpeg</c>.</param>
/// <param name="CreatedAt">When the background was set, in UTC, to the millisecond.</param>
public sealed record BackgroundAsset(Guid Id, string FilePath, string MediaType, DateTimeOffset CreatedAt)
{
    internal bool IsSameFile(BackgroundAsset? other) => IsSameFile(other, FilePath, MediaType);

    internal static bool IsSameFile(BackgroundAsset? asset, string filePath, string mediaType)
        => asset is not null && asset.FilePath == filePath && asset.MediaType == mediaType;
}
