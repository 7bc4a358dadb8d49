namespace DroasBot.GuildConfig.Faults.Support;

/// <summary>A directory for one test; deleted afterwards, whatever happened.</summary>
internal sealed class FaultDirectory : IDisposable
{
    public FaultDirectory() => Path = Directory.CreateTempSubdirectory("guild-config-fault-").FullName;

    public string Path { get; }

    public string Database => File("guild-config.db");

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
