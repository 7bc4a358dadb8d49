namespace DroasBot.GuildConfig.Commands.Transfer;

/// <summary>The background of an exported guild: a file of the host, or an image in the database.</summary>
internal sealed record GuildBackground(string? FilePath, string? ContentHash, string MediaType)
{
    public void Apply(GuildConfigEditor editor)
    {
        if (FilePath is not null)
        {
            editor.SetBackground(FilePath, MediaType);
        }
        else
        {
            // The hash and the media type identify the image.
            editor.SetBackground(new BackgroundContent(ContentHash!, MediaType, Width: 0, Height: 0, Length: 0));
        }
    }

    public BackgroundAsset ToAsset() => new(Guid.Empty, FilePath, MediaType, CreatedAt: default, ContentHash);
}
