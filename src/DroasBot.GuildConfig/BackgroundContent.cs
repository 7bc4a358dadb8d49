namespace DroasBot.GuildConfig;

/// <summary>Identifies and describes the bytes of a background image in the database.</summary>
/// <param name="Hash">The SHA-256 of the bytes, 64 lower-case hexadecimal digits: equal bytes have equal hashes, so it serves as an ETag.</param>
/// <param name="MediaType"><c>image/png</c> or <c>image/jpeg</c>.</param>
/// <param name="Width">The width in pixels, from 1 to 4,096.</param>
/// <param name="Height">The height in pixels, from 1 to 4,096.</param>
/// <param name="Length">The number of bytes, at most 5,242,880.</param>
public sealed record BackgroundContent(string Hash, string MediaType, int Width, int Height, long Length);
