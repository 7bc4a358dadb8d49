using System.Text;
using DroasBot.GuildConfig.Backgrounds;
using DroasBot.GuildConfig.Contract;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Backgrounds;

public sealed class ImageHeaderTests
{
    public static TheoryData<byte[], string> Foreign => new()
    {
        { [], "is empty" },
        { "GIF89a"u8.ToArray(), "is a GIF" },
        { [.. "RIFF\0\0\0\0WEBPVP8 "u8], "is a WebP" },
        { "RIFF\0\0\0\0WEBP"u8.ToArray(), "is a WebP" },
        { "RIFF"u8.ToArray(), "is not a known image format" },
        { "RIFF\0\0\0\0WAVEfmt "u8.ToArray(), "is not a known image format" },
        { "????\0\0\0\0WEBPVP8 "u8.ToArray(), "is not a known image format" },
        { [0, 0, 0, 32, .. "ftypavif"u8], "is an AVIF" },
        { [0, 0, 0, 32, .. "ftypheic"u8], "is an HEIC" },
        { "BM6"u8.ToArray(), "is a BMP" },
        { "%PDF-1.7"u8.ToArray(), "is a PDF" },
        { "PK\u0003\u0004"u8.ToArray(), "is a ZIP archive" },
        { [0x1F, 0x8B, 8], "is compressed by gzip" },
        { "<!DOCTYPE html><html>"u8.ToArray(), "is an HTML page" },
        { [0xEF, 0xBB, 0xBF, .. "\n <html>"u8], "is an HTML page" },
        { "<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray(), "is an SVG" },
        { "{\"error\":404}"u8.ToArray(), "is JSON" },
        { "hello"u8.ToArray(), "is not a known image format" },
        { [0x89, 0x50, 0x4E], "is not a known image format" },
        { [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "is a truncated PNG" },
        { [0xFF, 0xD8, 0xFF], "is a truncated JPEG" },
        { [0xFF, 0xD8, 0xFF, 0xFF, 0xFF], "is a truncated JPEG" },
        { [0xFF, 0xD8, 0xFF, 0xE0, 0], "is a truncated JPEG" },
        { [0xFF, 0xD8, 0xFF, 0xE0, 0, 2], "is a truncated JPEG" },
        { [0xFF, 0xD8, 0xFF, 0xC0, 0, 6, 8, 0, 1, 0], "is a truncated JPEG" },
        { [0xFF, 0xD8, 0xFF, 0xD9], "is a JPEG without an image" },
        { [0xFF, 0xD8, 0xFF, 0xDA, 0, 2], "is a JPEG whose first scan comes before its size" },
        { [0xFF, 0xD8, 0xFF, 0xE0, 0, 2, 0x12, 0x13], "is a JPEG with malformed segments" },
        { [0xFF, 0xD8, 0xFF, 0xE0, 0, 1, 0x12, 0x13], "is a truncated JPEG" },
        { [.. Pictures.Png(1)[..8], .. Pictures.Png(1)[33..]], "is a PNG whose first chunk is not its header" },
        { [.. Pictures.Png(1)[..11], 12, .. Pictures.Png(1)[12..]], "is a PNG whose first chunk is not its header" },
        { [.. Pictures.Png(1)[..12], .. "jHDR"u8, .. Pictures.Png(1)[16..]], "is a PNG whose first chunk is not its header" },
        { Pictures.Png(1)[..^12], "is a truncated PNG" },
        { Pictures.Png(1)[..^13], "is a truncated PNG" },
        { Pictures.Jpeg(1)[..^1], "is a truncated JPEG" },
        { Pictures.Png(1, width: 4097), "has 4097 x 3 pixels" },
        { Pictures.Png(1, width: 0), "has 0 x 3 pixels" },
        { Pictures.Png(1, height: -1), "has 2 x 2147483647 pixels" },
        { Pictures.Jpeg(1, height: 0), "has 2 x 0 pixels" },
        { Pictures.Jpeg(1, width: 65535), "has 65535 x 3 pixels" },
    };

    [Theory]
    [MemberData(nameof(Foreign))]
    public void Read_NotAnImage_SaysWhatItIs(byte[] bytes, string expected)
        => Assert.StartsWith(expected, Assert.Throws<FormatException>(() => ImageHeader.Read(bytes)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0xC0)]
    [InlineData(0xC1)]
    [InlineData(0xC2)]
    [InlineData(0xC9)]
    [InlineData(0xCF)]
    public void Read_JpegOfAnyProcess_ReturnsItsSize(int frame)
        => Assert.Equal(new ImageHeader("image/jpeg", 300, 4096), ImageHeader.Read(Pictures.Jpeg(1, 300, 4096, (byte)frame)));

    /// <summary>Markers without data may come before the frame, which may be as short as its size, and the scan may be empty.</summary>
    [Fact]
    public void Read_SmallestJpeg_ReturnsItsSize()
        => Assert.Equal(
            new ImageHeader("image/jpeg", 2, 1),
            ImageHeader.Read([0xFF, 0xD8, 0xFF, 0xD0, 0xFF, 0xD7, 0xFF, 0xD8, 0xFF, 0x01, 0xFF, 0xC0, 0, 7, 8, 0, 1, 0, 2, 0xFF, 0xDA, 0xFF, 0xD9]));

    [Theory]
    [InlineData(4096, 1)]
    [InlineData(1, 4096)]
    public void Read_Png_ReturnsItsSize(int width, int height)
        => Assert.Equal(new ImageHeader("image/png", width, height), ImageHeader.Read(Pictures.Png(1, width, height)));

    /// <summary>A stream of any length, in pieces of any size, is read up to the maximum size of an image plus one byte.</summary>
    [Fact]
    public async Task ReadAsync_EndlessStream_IsReadUpToTheLimit()
    {
        using var endless = new EndlessStream();

        var error = await Assert.ThrowsAsync<ArgumentException>(() => ContentReader.ReadAsync(endless, TestContext.Current.CancellationToken));

        Assert.Contains("more than 5242880 bytes", error.Message, StringComparison.Ordinal);
        Assert.InRange(endless.Given, (5 * 1024 * 1024) + 1, (5 * 1024 * 1024) + 1);
    }

    [Fact]
    public async Task ReadAsync_FromTheMiddleOfAStream_ReturnsTheRest()
    {
        using var stream = new MemoryStream(Encoding.ASCII.GetBytes("head-rest"));
        stream.Position = 5;

        var (bytes, hash) = await ContentReader.ReadAsync(stream, TestContext.Current.CancellationToken);

        Assert.Equal("rest"u8.ToArray(), bytes);
        Assert.Equal(ContentHash.Of("rest"u8), hash);
    }

    [Fact]
    public async Task ReadAsync_ClosedStream_IsRefused()
    {
        var closed = new MemoryStream();
        await closed.DisposeAsync();

        var refused = await Assert.ThrowsAsync<ArgumentException>(() => ContentReader.ReadAsync(closed, TestContext.Current.CancellationToken));

        Assert.StartsWith("The stream of the background image cannot be read. Nothing was stored.", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ABCDEF")]
    [InlineData("zz")]
    public void ThrowIfInvalid_NotAHash_NamesArgumentValueAndForm(string hash)
    {
        var refused = Assert.Throws<ArgumentException>(() => ContentHash.ThrowIfInvalid(hash, "image"));

        Assert.Equal("image", refused.ParamName);
        Assert.StartsWith($"'{hash}' is not the hash of an image: 64 lower-case hexadecimal digits.", refused.Message, StringComparison.Ordinal);
        Assert.Equal("image", Assert.Throws<ArgumentNullException>(() => ContentHash.ThrowIfInvalid(null!, "image")).ParamName);
    }

    /// <summary>Returns small pieces endlessly.</summary>
    private sealed class EndlessStream : Stream
    {
        public long Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var given = Math.Min(count, 9_999);
            Given += given;
            return given;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
