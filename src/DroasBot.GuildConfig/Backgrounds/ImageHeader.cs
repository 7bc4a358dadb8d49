namespace DroasBot.GuildConfig.Backgrounds;

/// <summary>The headers of an image. Nothing is decoded.</summary>
/// <param name="MediaType">Its media type.</param>
/// <param name="Width">Its width in pixels.</param>
/// <param name="Height">Its height in pixels.</param>
internal readonly record struct ImageHeader(string MediaType, int Width, int Height)
{
    /// <summary>The largest width and height.</summary>
    public const int MaxSide = 4096;

    /// <exception cref="FormatException">The bytes are not a complete PNG or JPEG of an allowed size; the message is the end of a sentence that says what they are.</exception>
    public static ImageHeader Read(ReadOnlySpan<byte> bytes)
    {
        var header = MediaTypes.HasSignature(bytes, MediaTypes.Png) ? new ImageHeader(MediaTypes.Png, 0, 0).WithSize(PngHeader.ReadSize(bytes))
            : MediaTypes.HasSignature(bytes, MediaTypes.Jpeg) ? new ImageHeader(MediaTypes.Jpeg, 0, 0).WithSize(JpegHeader.ReadSize(bytes))
            : throw new FormatException($"is {ForeignFormat.NameOf(bytes)}; PNG and JPEG are allowed");
        return header is { Width: >= 1 and <= MaxSide, Height: >= 1 and <= MaxSide }
            ? header
            : throw new FormatException($"has {header.Width} x {header.Height} pixels; 1 x 1 to {MaxSide} x {MaxSide} are allowed");
    }

    private ImageHeader WithSize((long Width, long Height) size)
        => this with { Width = (int)Math.Min(size.Width, int.MaxValue), Height = (int)Math.Min(size.Height, int.MaxValue) };
}
