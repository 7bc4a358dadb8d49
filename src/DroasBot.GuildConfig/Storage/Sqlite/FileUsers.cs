using System.Globalization;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Finds the processes that have a database file or one of its side files open, as far as the system reports them.</summary>
/// <remarks>https://man7.org/linux/man-pages/man5/proc_pid_fd.5.html</remarks>
internal static class FileUsers
{
    private const string Processes = "/proc";

    private const string OtherContainers = "Processes in other containers, or on other machines, are not visible.";

    public static DatabaseUsers Find(string file)
    {
        if (!PathIdentity.IsExact || !Directory.Exists(Processes + "/self/fd"))
        {
            return new DatabaseUsers([], "This system does not report which processes have a file open.");
        }

        var wanted = DatabaseFile.Suffixes.Select(suffix => new PathIdentity(file + suffix).Read()).OfType<FileIdentity>().ToHashSet();
        var (users, hidden) = (new List<DatabaseUser>(), 0);
        foreach (var (id, directory) in ListProcesses())
        {
            switch (HasOpen(directory, wanted))
            {
                case true:
                    users.Add(new DatabaseUser(id, ProgramOf(directory)));
                    break;
                case null:
                    hidden++;
                    break;
            }
        }

        return new DatabaseUsers(
            [.. users.OrderBy(static user => user.ProcessId)],
            hidden == 0 ? OtherContainers : $"{hidden} processes of other users could not be inspected: run this as root to see them. {OtherContainers}");
    }

    /// <summary>Describes users for a message.</summary>
    public static string Describe(IEnumerable<DatabaseUser> users) => string.Join(", ", users.Select(static user => $"{user.Program} (process {user.ProcessId})"));

    /// <summary>Names a program by its command line; one that 'dotnet' runs by its assembly, before which there may be options with values.</summary>
    public static string NameOf(IReadOnlyList<string> words)
        => Path.GetFileName(words[0]) is var program && program == "dotnet" && words.FirstOrDefault(static word => word.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)) is { } assembly
            ? $"{program} {Path.GetFileName(assembly)}"
            : program;

    private static IEnumerable<(int Id, string Directory)> ListProcesses()
        => from directory in Directory.EnumerateDirectories(Processes)
           let id = int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0
           where id > 0
           select (id, directory);

    /// <returns><see langword="null"/> if that process cannot be inspected.</returns>
    private static bool? HasOpen(string process, HashSet<FileIdentity> wanted)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(process + "/fd").Any(open => new PathIdentity(open).Read() is { } identity && wanted.Contains(identity));
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
        catch (IOException)
        {
            // It has ended.
            return false;
        }
    }

    private static string ProgramOf(string process)
    {
        try
        {
            var words = File.ReadAllText(process + "/cmdline").Split('\0', StringSplitOptions.RemoveEmptyEntries);
            return words.Length == 0 ? File.ReadAllText(process + "/comm").Trim() : NameOf(words);
        }
        catch (Exception unreadable) when (FileFailure.IsOne(unreadable))
        {
            return "a program";
        }
    }
}
