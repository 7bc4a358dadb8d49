using System.Buffers.Binary;

namespace DroasBot.GuildConfig.Faults.PowerCuts;

/// <summary>Everything that a node did to the files of a directory, in order, and its marks in between.</summary>
internal sealed record Recording(IReadOnlyList<FileOperation> Operations, IReadOnlyList<Mark> Marks)
{
    private const string MarksName = "marks";
    private const int HeadSize = 24;

    public static Recording Read(string path)
    {
        ReadOnlyMemory<byte> rest = File.ReadAllBytes(path);
        var operations = new List<FileOperation>();
        var marks = new List<Mark>();
        ulong marksFile = 0;
        while (!rest.IsEmpty)
        {
            var operation = ReadOperation(ref rest);
            if (operation.Kind == OperationKind.Create && operation.Text == MarksName)
            {
                marksFile = operation.File;
            }
            else if (operation.File != marksFile || marksFile == 0)
            {
                operations.Add(operation);
            }
            else
            {
                marks.Add(new Mark(operations.Count, operation.Text.TrimEnd().Split(' ')));
            }
        }

        return new Recording(operations, marks);
    }

    /// <summary>Finds the units that were acknowledged and that have an item of a kind.</summary>
    /// <param name="item">How the item begins.</param>
    public IEnumerable<RecordedUnit> Find(string item)
        => from asked in Marks
           where asked.Words[0] == "asked" && asked.Words.Any(word => word.StartsWith(item, StringComparison.Ordinal))
           from done in Marks
           where done.Words[0] == "done" && done.Words[1] == asked.Words[1] && done.Words[2] == asked.Words[2]
           select new RecordedUnit(asked.Position, done.Position);

    private static FileOperation ReadOperation(ref ReadOnlyMemory<byte> rest)
    {
        var head = rest.Span[..HeadSize];
        var length = BinaryPrimitives.ReadInt32LittleEndian(head[4..]);
        var operation = new FileOperation(
            (OperationKind)BinaryPrimitives.ReadInt32LittleEndian(head),
            BinaryPrimitives.ReadUInt64LittleEndian(head[8..]),
            BinaryPrimitives.ReadInt64LittleEndian(head[16..]),
            rest.Slice(HeadSize, length));
        rest = rest[(HeadSize + length)..];
        return operation;
    }
}
