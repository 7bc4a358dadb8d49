using System.Text;

namespace DroasBot.GuildConfig.Faults.PowerCuts;

/// <summary>A recorded operation.</summary>
/// <param name="Kind">What was done.</param>
/// <param name="File">The inode.</param>
/// <param name="Offset">Where it was written, or the new size.</param>
/// <param name="Content">The bytes written, or the name; for a renaming both, with a slash between them.</param>
internal sealed record FileOperation(OperationKind Kind, ulong File, long Offset, ReadOnlyMemory<byte> Content)
{
    public string Text => Encoding.UTF8.GetString(Content.Span);
}
