using System.Text;

namespace DroasBot.GuildConfig.Commands.Output;

/// <summary>Gives UTF-8 bytes to a writer, as text, when it is disposed.</summary>
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
