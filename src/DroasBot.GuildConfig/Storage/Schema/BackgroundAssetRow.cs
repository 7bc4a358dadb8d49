namespace DroasBot.GuildConfig.Storage.Schema;

/// <summary>A row of <c>background_asset</c>.</summary>
internal sealed class BackgroundAssetRow
{
    public Guid Id { get; set; }

    public required string FilePath { get; set; }

    public required string MediaType { get; set; }

    public long CreatedAt { get; set; }
}
