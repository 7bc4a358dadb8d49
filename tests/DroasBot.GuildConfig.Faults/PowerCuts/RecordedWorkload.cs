using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Support.Processes;

namespace DroasBot.GuildConfig.Faults.PowerCuts;

/// <summary>Recordings of all file operations of the library: several consecutive runs of a node on one database.</summary>
/// <remarks>
/// Each is made once for all tests. <c>GUILD_CONFIG_POWER_RECORDING</c> names a directory: a recording that is there is used, and one that is missing is kept there, so that its
/// states can be made again.
/// </remarks>
internal sealed class RecordedWorkload
{
    private const string KeptVariable = "GUILD_CONFIG_POWER_RECORDING";

    /// <summary>The runs that end with a kill.</summary>
    private static readonly string[] _killed = ["killed", "copied"];

    private readonly Lazy<Task<Recording>> _recording;

    private RecordedWorkload(string name, params string[] lives) => _recording = new(() => RecordAsync(name, lives));

    /// <summary>Gets the work of a bot: creation, writes, checkpoints, erasure, pruning.</summary>
    public static RecordedWorkload Bot { get; } = new("bot", "killed", "kept", "filled");

    /// <summary>Gets the making of copies: a backup, its restore, a move, a salvage.</summary>
    public static RecordedWorkload Copies { get; } = new("copies", "written", "copied", "restored", "moved", "salvaged");

    public Task<Recording> GetAsync() => _recording.Value;

    private static async Task<Recording> RecordAsync(string name, string[] lives)
    {
        var kept = Environment.GetEnvironmentVariable(KeptVariable) is { Length: > 0 } place ? Path.Combine(place, name) : null;
        if (File.Exists(kept))
        {
            return Recording.Read(kept);
        }

        using var tools = new TemporaryDirectory();
        using var directory = new TemporaryDirectory();
        var file = tools.File(name);
        string[] launcher = ["env", $"LD_PRELOAD={await RecorderLibrary.CompileAsync(tools.Path)}", $"POWER_CUTS_DIRECTORY={directory.Path}", $"POWER_CUTS_RECORDING={file}"];
        foreach (var life in lives)
        {
            await LiveAsync(launcher, directory.Database, life);
        }

        if (kept is not null)
        {
            File.Copy(file, kept);
        }

        return Recording.Read(file);
    }

    private static async Task LiveAsync(string[] launcher, string database, string life)
    {
        await using var node = NodeProcess.Start(launcher, "recorded", database, life);
        if (await node.ReadLineAsync() == "ended" == _killed.Contains(life))
        {
            throw new InvalidOperationException($"The life '{life}' has ended in another way than it should.");
        }

        await node.WaitForExitAsync();
    }
}
