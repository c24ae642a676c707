using System.Buffers;
using System.Globalization;
using System.Text;

namespace MetaSync.ApiService.Insights;

/// <summary>Collects bytes for a stream that is only written to asynchronously, and in pieces that are worth a system call.</summary>
internal sealed class ExportBuffer(Stream output)
{
    private readonly ArrayBufferWriter<byte> _bytes = new(2 * ExportStream.PieceBytes);

    public IBufferWriter<byte> Bytes => _bytes;

    public void Append(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

    public void Append(ReadOnlySpan<char> text) => Encoding.UTF8.GetBytes(text, _bytes);

    /// <summary>In the invariant culture, which is not that of a machine, with a format, since that culture's own for a day is 01/31/2026.</summary>
    public void Append<T>(T value, string format)
        where T : IUtf8SpanFormattable
    {
        int written;
        for (var size = 64; !value.TryFormat(_bytes.GetSpan(size), out written, format, CultureInfo.InvariantCulture); size *= 2)
        {
        }

        _bytes.Advance(written);
    }

    /// <summary>Sends what there is when it is a piece. Waits while the client does not read: so a slow one slows the database down, and costs no memory.</summary>
    public ValueTask SendPieceAsync(CancellationToken cancellationToken) =>
        _bytes.WrittenCount < ExportStream.PieceBytes ? ValueTask.CompletedTask : SendAsync(cancellationToken);

    public async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        await output.WriteAsync(_bytes.WrittenMemory, cancellationToken);
        _bytes.ResetWrittenCount();
    }
}
