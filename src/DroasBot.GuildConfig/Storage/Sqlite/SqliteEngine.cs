using Microsoft.Data.Sqlite;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>The SQLite engine that is loaded into this process.</summary>
internal static class SqliteEngine
{
    private const string WalResetDefect =
        "this version can corrupt a database that several processes write simultaneously (https://sqlite.org/wal.html#walresetbug); use 3.51.3 or newer before you share the file";

    public static EngineVersion Version { get; } = Read();

    /// <summary>Gets whether a connection may checkpoint while another one writes, and the engine reports the length of its log without doing so.</summary>
    public static bool CheckpointsAside { get; } = MayCheckpointAside(System.Version.Parse(Version.Version));

    public static bool MayCheckpointAside(Version version) => version >= new Version(3, 51, 3);

    /// <summary>The defect is in 3.7.0 to 3.51.2; 3.50.7 also has the fix.</summary>
    public static bool HasWalResetDefect(Version version)
        => version >= new Version(3, 7, 0) && version < new Version(3, 51, 3)
            && !(version >= new Version(3, 50, 7) && version < new Version(3, 51, 0));

    private static EngineVersion Read()
    {
        using var connection = new SqliteConnection();
        var version = connection.ServerVersion;
        return new EngineVersion("SQLite", version, HasWalResetDefect(System.Version.Parse(version)) ? WalResetDefect : null);
    }
}
