namespace DroasBot.GuildConfig.Faults.PowerCuts;

/// <summary>The file names in a directory as a disk has them. Only its own flush makes them durable; otherwise the newest changes are lost first.</summary>
internal sealed class DiskDirectory
{
    private readonly Dictionary<string, DiskFile> _entries = [];
    private readonly List<Action<Dictionary<string, DiskFile>>> _loose = [];

    public void Add(DiskFile file) => _loose.Add(entries => entries[file.Name] = file);

    public void Remove(string name) => _loose.Add(entries => entries.Remove(name));

    public void Rename(string from, string to) => _loose.Add(entries =>
    {
        if (entries.Remove(from, out var file))
        {
            entries[to] = file;
        }
    });

    public void Flush() => Keep(_loose.Count);

    /// <summary>Decides which files survive.</summary>
    public IReadOnlyDictionary<string, DiskFile> CutPower(Random random)
    {
        Keep(random.Next(3) switch
        {
            0 => 0,
            1 => _loose.Count,
            _ => random.Next(_loose.Count + 1),
        });
        return _entries;
    }

    private void Keep(int count)
    {
        foreach (var change in _loose.Take(count))
        {
            change(_entries);
        }

        _loose.RemoveRange(0, count);
    }
}
