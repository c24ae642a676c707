namespace MetaSync.ApiService.Insights;

/// <summary>
/// Passes bytes on in pieces, each of which the client has to make room for in time, and knows how many there were:
/// Parquet's footer says where each column starts, and a response does not know where it is.
/// </summary>
/// <remarks>
/// Kestrel's own lowest rate of data does not do: a client that takes ten megabytes in its first second, which is what the system's
/// buffers hold, may then be silent for as long as that rate allows for ten megabytes.
/// </remarks>
internal sealed class ExportStream(Stream output, TimeSpan patience, TimeProvider time) : Stream
{
    public const int PieceBytes = 64 * 1024;

    private long _written;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _written;

    public override long Position
    {
        get => _written;
        set => throw new NotSupportedException();
    }

    /// <exception cref="TimeoutException">The client reads nothing.</exception>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            var piece = buffer[..Math.Min(PieceBytes, buffer.Length)];
            var write = output.WriteAsync(piece, cancellationToken);
            if (!write.IsCompletedSuccessfully)
                await write.AsTask().WaitAsync(patience, time, cancellationToken);

            _written += piece.Length;
            buffer = buffer[piece.Length..];
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>A piece is sent when it is written.</summary>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("An answer is written asynchronously.");

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
