using DroasBot.GuildConfig.Commands.CommandLine;
using DroasBot.GuildConfig.Storage.Sqlite;

namespace DroasBot.GuildConfig.Tool.Databases;

/// <summary>Reports which files are near a path without a database.</summary>
internal static class NearbyFiles
{
    private const int MostNamed = 8;

    private static readonly string[] _sideFiles = ["-wal", "-shm", "-journal", "-migration-lock", "-restoring"];

    /// <exception cref="CommandException">The database is a file that does not exist. Nothing was created.</exception>
    public static void ThrowIfMissing(DatabaseName name)
    {
        // The library explains a log without its file.
        if (name.File is { } file && !File.Exists(file) && !DatabaseFile.HasLog(file))
        {
            throw CommandException.NotUnderstood($"There is no database '{file}'. {Near(file)} The current directory is '{Directory.GetCurrentDirectory()}'. Nothing was created: 'guild-config init' does that.");
        }
    }

    private static string Near(string file)
    {
        var directory = Path.GetDirectoryName(file)!;
        if (!Directory.Exists(directory))
        {
            return $"There is no directory '{directory}' either.";
        }

        var files = Directory.EnumerateFiles(directory).Select(path => Path.GetFileName(path)).Where(name => !_sideFiles.Any(name.EndsWith))
            .OrderByDescending(name => Path.GetExtension(name) is ".db" or ".sqlite" or ".sqlite3").ThenBy(name => name, StringComparer.Ordinal).ToList();
        return files.Count == 0 ? "That directory has no files."
            : $"That directory has {string.Join(", ", files.Take(MostNamed))}{(files.Count > MostNamed ? $" and {files.Count - MostNamed:N0} more" : "")}.";
    }
}
