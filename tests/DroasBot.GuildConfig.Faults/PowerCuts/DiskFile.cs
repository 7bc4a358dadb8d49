namespace DroasBot.GuildConfig.Faults.PowerCuts;

/// <summary>A file as a disk has it: what was flushed, and the operations since.</summary>
internal sealed class DiskFile(string name)
{
    private const int SectorSize = 512;

    private readonly List<FileOperation> _loose = [];
    private byte[] _content = [];
    private int _length;

    /// <summary>Gets the name with which it was created.</summary>
    public string Name { get; } = name;

    public void Change(FileOperation operation) => _loose.Add(operation);

    public void Flush()
    {
        foreach (var operation in _loose)
        {
            Apply(operation);
        }

        _loose.Clear();
    }

    /// <summary>Decides what survives of it.</summary>
    public ReadOnlyMemory<byte> CutPower(Random random)
    {
        var losses = (Losses)random.Next(4);
        var kept = losses switch
        {
            Losses.All => 0,
            Losses.Later => random.Next(_loose.Count + 1),
            _ => _loose.Count,
        };
        for (var i = 0; i < kept; i++)
        {
            if (losses == Losses.Any)
            {
                ApplyPerhaps(_loose[i], random);
            }
            else
            {
                Apply(_loose[i]);
            }
        }

        if (losses == Losses.Later && kept < _loose.Count)
        {
            ApplyPerhaps(_loose[kept], random);
        }

        return _content.AsMemory(0, _length);
    }

    private void ApplyPerhaps(FileOperation operation, Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                break;
            case 1 when operation.Kind == OperationKind.Write:
                Tear(operation, random);
                break;
            case 2 when operation.Kind == OperationKind.Write:
                // The size was written, but not the bytes.
                Resize(Math.Max(_length, (int)operation.Offset + operation.Content.Length));
                break;
            default:
                Apply(operation);
                break;
        }
    }

    private void Apply(FileOperation operation)
    {
        if (operation.Kind == OperationKind.Resize)
        {
            Resize((int)operation.Offset);
        }
        else
        {
            Write((int)operation.Offset, operation.Content.Span);
        }
    }

    /// <summary>Only some sectors of a write arrive. Bytes next to them are never damaged.</summary>
    private void Tear(FileOperation operation, Random random)
    {
        var bytes = operation.Content.Span;
        for (var begin = 0; begin < bytes.Length;)
        {
            var offset = (int)operation.Offset + begin;
            var end = Math.Min(bytes.Length, begin + SectorSize - (offset % SectorSize));
            if (random.Next(2) == 0)
            {
                Write(offset, bytes[begin..end]);
            }

            begin = end;
        }
    }

    private void Write(int offset, ReadOnlySpan<byte> bytes)
    {
        Resize(Math.Max(_length, offset + bytes.Length));
        bytes.CopyTo(_content.AsSpan(offset));
    }

    /// <summary>Zeros everything beyond the length, so that a file that grows contains none of its earlier bytes.</summary>
    private void Resize(int length)
    {
        if (length > _content.Length)
        {
            Array.Resize(ref _content, Math.Max(length, _content.Length * 2));
        }

        if (length < _length)
        {
            Array.Clear(_content, length, _length - length);
        }

        _length = length;
    }
}
