using System.Text;

namespace DroasBot.GuildConfig.Commands.Output;

/// <summary>Writes UTF-8 bytes to a text writer when disposed.</summary>
internal sealed class TextStream(TextWriter writer) : MemoryStream
{
    protected override void Dispose(bool disposing)
    {
        if (disposing && CanRead)
        {
            writer.Write(Encoding.UTF8.GetString(GetBuffer().AsSpan(0, (int)Length)));
        }

        base.Dispose(disposing);
    }
}
