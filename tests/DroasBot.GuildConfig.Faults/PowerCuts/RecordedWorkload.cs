using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Support.Processes;

namespace DroasBot.GuildConfig.Faults.PowerCuts;

/// <summary>A recording of all file operations of the library: several consecutive runs of a node on one database.</summary>
/// <remarks>Made once for all tests. The file that <c>GUILD_CONFIG_POWER_RECORDING</c> names is taken if it is there, and made if not: its states can be made again.</remarks>
internal static class RecordedWorkload
{
    private const string RecordingVariable = "GUILD_CONFIG_POWER_RECORDING";

    private static readonly Lazy<Task<Recording>> _recording = new(RecordAsync);

    public static Task<Recording> GetAsync() => _recording.Value;

    private static async Task<Recording> RecordAsync()
    {
        var kept = Environment.GetEnvironmentVariable(RecordingVariable);
        if (File.Exists(kept))
        {
            return Recording.Read(kept);
        }

        using var tools = new TemporaryDirectory();
        using var directory = new TemporaryDirectory();
        var file = tools.File("recording");
        string[] launcher = ["env", $"LD_PRELOAD={await RecorderLibrary.CompileAsync(tools.Path)}", $"POWER_CUTS_DIRECTORY={directory.Path}", $"POWER_CUTS_RECORDING={file}"];
        await LiveAsync(launcher, directory.Database, "killed", endsInOrder: false);
        await LiveAsync(launcher, directory.Database, "kept", endsInOrder: true);
        await LiveAsync(launcher, directory.Database, "filled", endsInOrder: true);
        if (!string.IsNullOrEmpty(kept))
        {
            File.Copy(file, kept);
        }

        return Recording.Read(file);
    }

    private static async Task LiveAsync(string[] launcher, string database, string life, bool endsInOrder)
    {
        await using var node = NodeProcess.Start(launcher, "recorded", database, life);
        if (await node.ReadLineAsync() == "ended" != endsInOrder)
        {
            throw new InvalidOperationException($"The life '{life}' has ended in another way than it should.");
        }

        await node.WaitForExitAsync();
    }
}
