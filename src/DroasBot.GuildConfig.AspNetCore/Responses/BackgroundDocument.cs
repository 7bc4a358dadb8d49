namespace DroasBot.GuildConfig.AspNetCore.Responses;

/// <summary>A guild's background image as sent to clients.</summary>
/// <param name="Id">Distinguishes it from other assignments of the same image.</param>
/// <param name="MediaType"><c>image/png</c> or <c>image/jpeg</c>.</param>
/// <param name="FilePath">The path on the bot's machine; <see langword="null"/> if the image is in the database.</param>
/// <param name="ContentHash">The SHA-256 of an image in the database, also its ETag.</param>
/// <param name="CreatedAt">When it was set.</param>
internal sealed record BackgroundDocument(Guid Id, string MediaType, string? FilePath, string? ContentHash, DateTimeOffset CreatedAt)
{
    public static BackgroundDocument Of(BackgroundAsset asset) => new(asset.Id, asset.MediaType, asset.FilePath, asset.ContentHash, asset.CreatedAt);
}
