namespace DroasBot.GuildConfig;

/// <summary>A row of <c>background_content</c>, for a host's own queries: the bytes of a background image, stored once however many guilds use them.</summary>
public sealed class BackgroundContentRow
{
    /// <summary>Gets the SHA-256 of <see cref="Bytes"/>, 64 lower-case hexadecimal digits.</summary>
    public required string Hash { get; init; }

    /// <summary>Gets <c>image/png</c> or <c>image/jpeg</c>.</summary>
    public required string MediaType { get; init; }

    /// <summary>Gets the width in pixels.</summary>
    public int Width { get; init; }

    /// <summary>Gets the height in pixels.</summary>
    public int Height { get; init; }

    /// <summary>Gets the number of bytes.</summary>
    public long Length { get; init; }

    /// <summary>Gets the bytes of the file.</summary>
#pragma warning disable CA1819 // A column of bytes is an array in EF Core.
    public required byte[] Bytes { get; init; }
#pragma warning restore CA1819

    /// <summary>Gets when the bytes were stored, in UTC, to the millisecond.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}
