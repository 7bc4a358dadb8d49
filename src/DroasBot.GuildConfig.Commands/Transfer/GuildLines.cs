using System.Runtime.CompilerServices;
using System.Text;

namespace DroasBot.GuildConfig.Commands.Transfer;

/// <summary>The lines of an export, which can be read repeatedly and are never all in memory.</summary>
internal sealed class GuildLines : IAsyncDisposable
{
    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly FileStream _file;

    private GuildLines(FileStream file) => _file = file;

    public static GuildLines OpenFile(string path) => new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read));

    /// <summary>Copies the input, which can be read only once, to a temporary file that is deleted with this object.</summary>
    public static async Task<GuildLines> KeepAsync(Stream input, CancellationToken cancellationToken)
    {
        var lines = new GuildLines(new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
            FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 4096, FileOptions.DeleteOnClose));
        try
        {
            await input.CopyToAsync(lines._file, cancellationToken).ConfigureAwait(false);
            return lines;
        }
        catch
        {
            await lines.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Reads all guilds, with the numbers of their lines from 1. Blank lines are skipped.</summary>
    /// <exception cref="GuildConfigException">A line is not valid, or repeats the guild of an earlier line; the message names it.</exception>
    public async IAsyncEnumerable<(long Line, GuildRecord Record)> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _file.Position = 0;
        using var reader = new StreamReader(_file, _utf8, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        var guilds = new HashSet<ulong>();
        for (var line = 1L; await ReadLineAsync(reader, line, cancellationToken).ConfigureAwait(false) is { } text; line++)
        {
            if (!string.IsNullOrWhiteSpace(text))
            {
                yield return (line, Read(text, line, guilds));
            }
        }
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private static async Task<string?> ReadLineAsync(StreamReader reader, long line, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DecoderFallbackException notText)
        {
            throw new GuildConfigException($"Line {line}, or one soon after it, is not UTF-8 text.", notText);
        }
    }

    private static GuildRecord Read(string text, long line, HashSet<ulong> guilds)
    {
        try
        {
            var record = GuildLineReader.Read(text);
            return guilds.Add(record.GuildId) ? record : throw new FormatException($"Guild {record.GuildId} is already on an earlier line.");
        }
        catch (FormatException unfit)
        {
            throw new GuildConfigException($"Line {line}: {unfit.Message}", unfit);
        }
    }
}
