namespace DroasBot.GuildConfig.Testing.Internal;

/// <summary>A directory that goes with the service provider.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("guild-config-").FullName;

    /// <summary>Best effort: on some systems a file that is still open cannot be deleted.</summary>
    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception inUse) when (inUse is IOException or UnauthorizedAccessException)
        {
            // The system clears its temporary files.
        }
    }
}
