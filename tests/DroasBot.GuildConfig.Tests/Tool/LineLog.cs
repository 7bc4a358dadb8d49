using System.Text;
using System.Threading.Channels;

namespace DroasBot.GuildConfig.Tests.Tool;

/// <summary>A writer that can wait for lines.</summary>
internal sealed class LineLog : TextWriter
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    public override Encoding Encoding => Encoding.UTF8;

    public override void WriteLine(string? value) => _lines.Writer.TryWrite(value ?? string.Empty);

    /// <summary>Waits for the next line that contains a text.</summary>
    public async Task<string> ReadUntilAsync(string expected, CancellationToken cancellationToken)
    {
        await foreach (var line in _lines.Reader.ReadAllAsync(cancellationToken))
        {
            if (line.Contains(expected, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException("There are no more lines.");
    }
}
