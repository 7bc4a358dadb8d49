namespace DroasBot.GuildConfig.Contract.Http;

/// <summary>An endless body: valid content, followed by spaces.</summary>
internal sealed class EndlessStream(byte[] start) : Stream
{
    private long _position;

    /// <summary>Gets how many bytes were sent.</summary>
    public long Sent => Volatile.Read(ref _position);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Fill(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Fill(buffer.Span));
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Fill(Span<byte> buffer)
    {
        for (var i = 0; i < buffer.Length; i++)
        {
            buffer[i] = _position + i < start.Length ? start[_position + i] : (byte)' ';
        }

        Volatile.Write(ref _position, _position + buffer.Length);
        return buffer.Length;
    }
}
