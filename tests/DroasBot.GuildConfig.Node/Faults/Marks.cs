using System.Text;

namespace DroasBot.GuildConfig.Node.Faults;

/// <summary>Writes requests to the library and its acknowledgements to a file in the database's directory, so that a recording of the directory contains both in order.</summary>
/// <remarks>
/// A line is <c>life name</c>, <c>asked writer index item ...</c> or <c>done writer index revision</c>. An item is <c>guild=value</c> for what a guild is afterwards,
/// <c>image=hash</c> for what is stored afterwards, <c>gone=text</c> for what is in no file afterwards, <c>copy=kind</c> for a copy that is complete afterwards.
/// </remarks>
internal sealed class Marks : IDisposable
{
    private readonly FileStream _file;
    private readonly Lock _gate = new();

    public Marks(string database)
        => _file = new FileStream(Path.Combine(Path.GetDirectoryName(database)!, "marks"), FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);

    public int Done { get; private set; }

    public void Begin(string life) => Write($"life {life}");

    public void Ask(int writer, int index, IEnumerable<string> items) => Write($"asked {writer} {index} {string.Join(' ', items)}");

    public void Acknowledge(int writer, int index, long revision)
    {
        Write($"done {writer} {index} {revision}");
        lock (_gate)
        {
            Done++;
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Writes a line in a single call, so that it is complete or absent.</summary>
    private void Write(string line)
    {
        lock (_gate)
        {
            _file.Write(Encoding.UTF8.GetBytes(line.TrimEnd() + "\n"));
        }
    }
}
