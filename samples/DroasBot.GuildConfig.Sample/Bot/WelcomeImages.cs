namespace DroasBot.GuildConfig.Sample.Bot;

/// <summary>The images that administrators upload: a few of one pixel each, stored once however many guilds choose them.</summary>
internal sealed class WelcomeImages(IGuildBackgroundStore images)
{
    private static readonly string[] _uploads =
    [
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGOISP0EAALIAbDfJSJbAAAAAElFTkSuQmCC",
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGMI/9QOAAN0AdHQsJNcAAAAAElFTkSuQmCC",
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP49zwGAAUoAkJLWThbAAAAAElFTkSuQmCC",
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGN47ToPAAPtAc+Og9YsAAAAAElFTkSuQmCC",
    ];

    /// <summary>Stores an upload, unless its bytes are there already.</summary>
    public async Task<BackgroundContent> UploadAsync(int number, CancellationToken cancellationToken)
    {
        using var upload = new MemoryStream(Convert.FromBase64String(_uploads[number % _uploads.Length]));
        return await images.PutAsync(upload, cancellationToken);
    }

    /// <summary>Shows a guild's image, if it has one.</summary>
    /// <returns>How many bytes were shown.</returns>
    public async ValueTask<long> ShowAsync(GuildConfigSnapshot guild)
    {
        if (guild.Background?.ContentHash is not { } hash)
        {
            return 0;
        }

        await using var image = await images.OpenReadAsync(hash);
        return image?.Length ?? 0;
    }
}
