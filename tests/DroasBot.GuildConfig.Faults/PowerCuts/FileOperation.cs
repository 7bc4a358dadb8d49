using System.Text;

namespace DroasBot.GuildConfig.Faults.PowerCuts;

/// <summary>A recorded operation.</summary>
/// <param name="Kind">The kind of operation.</param>
/// <param name="File">The inode.</param>
/// <param name="Offset">The offset of a write, or the new size.</param>
/// <param name="Content">The bytes written, or the name; for a rename both names, separated by a slash.</param>
internal sealed record FileOperation(OperationKind Kind, ulong File, long Offset, ReadOnlyMemory<byte> Content)
{
    public string Text => Encoding.UTF8.GetString(Content.Span);
}
