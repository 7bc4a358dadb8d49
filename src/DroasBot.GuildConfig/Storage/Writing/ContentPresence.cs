using System.Data;

namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>Checks, in the transaction that sets backgrounds, that their images exist.</summary>
internal static class ContentPresence
{
    private static readonly Statement _find = new("SELECT media_type FROM background_content WHERE hash = @hash", ("hash", DbType.String));

    /// <returns>The backgrounds whose image does not exist, or does not match them.</returns>
    public static async Task<IReadOnlyList<BackgroundAsset>> FindMissingAsync(WriteSession session, IEnumerable<BackgroundAsset> assets)
    {
        var missing = new List<BackgroundAsset>();
        foreach (var asset in assets.Where(static asset => asset.ContentHash is not null))
        {
            if (await session.QueryAsync(_find, static row => row.Text(0), asset.ContentHash).ConfigureAwait(false) is not [var mediaType] || mediaType != asset.MediaType)
            {
                missing.Add(asset);
            }
        }

        return missing;
    }

    /// <param name="content">The background; named as the parameter of the editor's method.</param>
    public static ArgumentException Missing(BackgroundAsset content)
        => new(
            $"The database has no image of the type '{content.MediaType}' with the hash {content.ContentHash}. Put it with {nameof(IGuildBackgroundStore)}, and set it within half an hour. Nothing was changed.",
            nameof(content));
}
