namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>A file that exists next to a database while a restore replaces it, and lists what was set aside, so that no start uses an incomplete database.</summary>
/// <remarks>It lists names without their directory, which may have another path elsewhere, such as in a container.</remarks>
internal sealed class RestoreMark(string database)
{
    public const string Suffix = "-restoring";

    private readonly string _path = database + Suffix;

    /// <summary>Throws if a restore is in progress, or was interrupted.</summary>
    public void ThrowIfPresent()
    {
        if (File.Exists(_path))
        {
            throw new GuildConfigStoreException(
                $"A restore of the database '{database}' is in progress, or was interrupted. Run it again, to completion; or, to go back, rename these files to their names without the "
                + $"ending '{SetAsideFiles.Ending}...', and then delete '{_path}': {string.Join(", ", Read().Select(static file => $"'{file}'"))}. None of them was changed.",
                isTransient: false,
                innerException: null);
        }
    }

    /// <summary>Records files before they are set aside.</summary>
    public void Write(IEnumerable<string> setAside)
    {
        using (var file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0))
        {
            file.Write(System.Text.Encoding.UTF8.GetBytes(string.Concat(setAside.Select(static path => Path.GetFileName(path) + "\n"))));
            file.Flush(flushToDisk: true);
        }

        DirectoryFlush.Of(_path);
    }

    public void Remove()
    {
        File.Delete(_path);
        DirectoryFlush.Of(_path);
    }

    /// <summary>Returns the full paths of those that exist: a restore that was interrupted early has set aside none, or only some.</summary>
    public IReadOnlyList<string> Read()
    {
        try
        {
            return [.. File.ReadAllLines(_path).Select(name => Path.Combine(Path.GetDirectoryName(_path)!, name)).Where(File.Exists).Distinct()];
        }
        catch (Exception unreadable) when (FileFailure.IsOne(unreadable))
        {
            return [];
        }
    }
}
