using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DroasBot.GuildConfig.AspNetCore.Requests;

/// <summary>A request body with a maximum length, whatever length the request declares.</summary>
internal sealed class BoundedStream(Stream body, long maxBytes, Func<Exception> tooLarge) : Stream
{
    /// <summary>How many bytes of a refused body the server reads before it closes the connection.</summary>
    private const long Remains = 65_536;

    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    /// <summary>Bounds the body of a request, for the server too, which would otherwise read the rest of a refused one.</summary>
    public static BoundedStream Of(HttpRequest request, long maxBytes, Func<Exception> tooLarge)
    {
        if (request.ContentLength > maxBytes)
        {
            throw tooLarge();
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server)
        {
            server.MaxRequestBodySize = maxBytes + Remains;
        }

        return new BoundedStream(request.Body, maxBytes, tooLarge);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        => Count(await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Count(int count)
    {
        _read += count;
        return _read > maxBytes ? throw tooLarge() : count;
    }
}
