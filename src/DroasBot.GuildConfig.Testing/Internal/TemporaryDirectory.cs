namespace DroasBot.GuildConfig.Testing.Internal;

/// <summary>A directory that is deleted with the service provider.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("guild-config-").FullName;

    /// <summary>Best effort: on some systems an open file cannot be deleted.</summary>
    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception inUse) when (inUse is IOException or UnauthorizedAccessException)
        {
            // The system cleans up its temporary files.
        }
    }
}
