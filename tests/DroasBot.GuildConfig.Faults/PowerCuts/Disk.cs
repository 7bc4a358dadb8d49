namespace DroasBot.GuildConfig.Faults.PowerCuts;

/// <summary>A simulated disk that replays the operations of a recording up to a power cut.</summary>
/// <remarks>
/// The strictest disk that SQLite claims to survive (https://sqlite.org/atomiccommit.html#_hardware_assumptions, https://sqlite.org/psow.html): what is not flushed
/// may arrive in any order, partially, or not at all; flushing a file does not save its name, which takes a flush of the directory; but a write never damages bytes outside
/// its range. The usual file systems of Linux lose less: there, flushing a new file saves its name too.
/// </remarks>
/// <param name="flushes">Whether a file of this name, or the directory, "", is flushed on request. A disk that does not flush proves that the check detects it.</param>
internal sealed class Disk(Predicate<string> flushes)
{
    private readonly Dictionary<ulong, DiskFile> _files = [];
    private readonly DiskDirectory _directory = new();

    public static Disk Replay(Recording recording, PowerCut cut, Predicate<string>? flushes = null)
    {
        var disk = new Disk(flushes ?? (static _ => true));
        foreach (var operation in recording.Operations.Take(cut.Position))
        {
            disk.Do(operation);
        }

        return disk;
    }

    /// <summary>Cuts the power, and writes what survives to a directory.</summary>
    public void CutPower(PowerCut cut, string directory)
    {
        var random = new Random(cut.Seed);
        foreach (var (name, file) in _directory.CutPower(random).OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            using var copy = File.Create(Path.Combine(directory, name));
            copy.Write(file.CutPower(random).Span);
        }
    }

    private void Do(FileOperation operation)
    {
        switch (operation.Kind)
        {
            case OperationKind.Create:
                _files[operation.File] = new DiskFile(operation.Text);
                _directory.Add(_files[operation.File]);
                break;
            case OperationKind.Unlink:
                _directory.Remove(operation.Text);
                break;
            case OperationKind.Rename:
                var names = operation.Text.Split('/');
                _directory.Rename(names[0], names[1]);
                break;
            case OperationKind.FlushDirectory when flushes(string.Empty):
                _directory.Flush();
                break;
            case OperationKind.Flush when flushes(_files[operation.File].Name):
                _files[operation.File].Flush();
                break;
            case OperationKind.Write or OperationKind.Resize:
                _files[operation.File].Change(operation);
                break;
            default:
                break;
        }
    }
}
