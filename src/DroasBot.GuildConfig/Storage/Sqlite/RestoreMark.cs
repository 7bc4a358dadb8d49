namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>A file next to a database that is there while a restore replaces it, and names what was set aside: no start takes what it meets meanwhile for whole.</summary>
internal sealed class RestoreMark(string database)
{
    public const string Suffix = "-restoring";

    private readonly string _path = database + Suffix;

    /// <summary>Throws if a restore is under way, or was interrupted.</summary>
    public void ThrowIfPresent()
    {
        if (File.Exists(_path))
        {
            throw new GuildConfigStoreException(
                $"A restore of the database '{database}' is under way, or was interrupted. Run it again, to its end; or, to go back, give these files their names without the "
                + $"ending '{SetAsideFiles.Ending}...' again, and then delete '{_path}': {string.Join(", ", Read().Select(static file => $"'{file}'"))}. Nothing of them was changed.",
                isTransient: false,
                innerException: null);
        }
    }

    /// <summary>Adds files to those that were set aside, before they are.</summary>
    public void Write(IEnumerable<string> setAside)
    {
        using (var file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0))
        {
            file.Write(System.Text.Encoding.UTF8.GetBytes(string.Concat(setAside.Select(static path => path + "\n"))));
            file.Flush(flushToDisk: true);
        }

        DirectoryFlush.Of(_path);
    }

    public void Remove()
    {
        File.Delete(_path);
        DirectoryFlush.Of(_path);
    }

    /// <summary>Lists those that are there: a restore that was interrupted early has set aside none, or a few.</summary>
    private IEnumerable<string> Read()
    {
        try
        {
            return [.. File.ReadAllLines(_path).Where(File.Exists)];
        }
        catch (Exception unreadable) when (FileFailure.IsOne(unreadable))
        {
            return [];
        }
    }
}
