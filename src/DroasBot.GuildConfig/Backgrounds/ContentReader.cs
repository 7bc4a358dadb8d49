using System.Security.Cryptography;

namespace DroasBot.GuildConfig.Backgrounds;

/// <summary>Reads and hashes an image from a stream of any length, up to the maximum size of an image.</summary>
internal static class ContentReader
{
    private const int FirstBuffer = 64 * 1024;
    private const int Most = (int)BackgroundRules.MaxFileBytes;

    /// <exception cref="ArgumentException">The stream cannot be read, or has more bytes.</exception>
    public static async Task<(byte[] Bytes, string Hash)> ReadAsync(Stream content, CancellationToken cancellationToken)
    {
        if (!content.CanRead)
        {
            throw new ArgumentException("The stream of the background image cannot be read. Nothing was stored.", nameof(content));
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        // One extra byte detects a stream that is too long.
        var buffer = new byte[LengthOf(content)];
        for (var length = 0; ;)
        {
            var read = await content.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            hash.AppendData(buffer.AsSpan(length, read));
            length += read;
            if (length > Most)
            {
                throw new ArgumentException($"The background image has more than {Most} bytes, the maximum. Nothing was stored.", nameof(content));
            }

            if (read == 0)
            {
                return (buffer.Length == length ? buffer : buffer[..length], Convert.ToHexStringLower(hash.GetHashAndReset()));
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, Math.Min(buffer.Length * 2, Most + 1));
            }
        }
    }

    private static int LengthOf(Stream content)
        => content.CanSeek && content.Length - content.Position is var left and >= 0 ? (int)Math.Min(left + 1, Most + 1) : FirstBuffer;
}
