using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.Backgrounds;

/// <summary>Decides which files may be a guild's background: plain paths below one root, to PNG or JPEG files of a bounded size.</summary>
internal sealed class BackgroundRules
{
    public const int MaxPathLength = 1024;
    public const long MaxFileBytes = 5 * 1024 * 1024;

    private readonly string _root;

    public BackgroundRules(string root)
        => _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)) + Path.DirectorySeparatorChar;

    /// <summary>Returns the canonical media type; throws an <see cref="ArgumentException"/> if the background is not allowed.</summary>
    public string Check(string filePath, string mediaType)
    {
        ArgumentNullException.ThrowIfNull(filePath);
        var canonicalType = MediaTypes.CanonicalizeOrThrow(mediaType, nameof(mediaType));
        CheckPath(filePath);
        CheckFile(filePath, canonicalType);
        return canonicalType;
    }

    private static ArgumentException PathError(string filePath, string what)
        => new($"The background path {QuotedText.Of(filePath)} {what}.", nameof(filePath));

    private static void CheckPath(string filePath)
    {
        if (filePath.Length is 0 or > MaxPathLength)
        {
            throw PathError(filePath, $"has {filePath.Length} characters; 1 to {MaxPathLength} are allowed");
        }

        if (filePath.Any(c => c is '\\' or ':' || char.IsControl(c)))
        {
            throw PathError(filePath, "has a backslash, a colon or a control character; use a relative path with forward slashes");
        }

        if (UnicodeText.HasUnpairedSurrogate(filePath))
        {
            throw PathError(filePath, "has an unpaired surrogate");
        }

        if (filePath.Split('/').Any(segment => segment is "" or "." or ".." || segment != segment.Trim()))
        {
            throw PathError(filePath, "is rooted, or has a segment that is empty, '.', '..' or padded with spaces; use a plain path below the background root");
        }
    }

    private void CheckFile(string filePath, string canonicalType)
    {
        var fullPath = Path.GetFullPath(filePath, _root);
        if (!fullPath.StartsWith(_root, StringComparison.Ordinal))
        {
            throw PathError(filePath, "leaves the background root");
        }

        ThrowIfLinked(filePath);
        if (Directory.Exists(fullPath))
        {
            throw PathError(filePath, "is a directory");
        }

        if (!File.Exists(fullPath))
        {
            return;
        }

        try
        {
            CheckContent(filePath, fullPath, canonicalType);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException($"The background file {QuotedText.Of(filePath)} cannot be read.", nameof(filePath), unreadable);
        }
    }

    /// <summary>Checks each step below the root, so that a linked directory in between is refused like a linked file.</summary>
    private void ThrowIfLinked(string filePath)
    {
        var step = _root;
        foreach (var segment in filePath.Split('/'))
        {
            step = Path.Combine(step, segment);
            if (new FileInfo(step).LinkTarget is not null)
            {
                throw PathError(filePath, $"passes through the link {QuotedText.Of(segment)}");
            }
        }
    }

    private static void CheckContent(string filePath, string fullPath, string canonicalType)
    {
        // Checked before the file is opened: opening a named pipe waits for its other end. Pipes, sockets and devices have length 0.
        if (new FileInfo(fullPath).Length == 0)
        {
            throw PathError(filePath, "is empty, or is not a regular file");
        }

        using var file = new FileStream(fullPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        if (file.Length > MaxFileBytes)
        {
            throw PathError(filePath, $"is a file of {file.Length} bytes; at most {MaxFileBytes} are allowed");
        }

        Span<byte> head = stackalloc byte[MediaTypes.LongestSignature];
        var length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (!MediaTypes.HasSignature(head[..length], canonicalType))
        {
            throw PathError(filePath, $"is a file without the signature of '{canonicalType}'");
        }
    }
}
