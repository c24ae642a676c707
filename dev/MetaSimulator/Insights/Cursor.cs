using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using MetaSimulator.Data;
using MetaSimulator.Graph;

namespace MetaSimulator.Insights;

// A place in a query's rows, the instant the rows are seen as of, and when the cursor was made; in seconds.
internal readonly record struct Cursor(long Slot, long AsOf, long Issued)
{
    private const int Size = 32;

    public string Encode(ulong fingerprint)
    {
        Span<byte> bytes = stackalloc byte[Size];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, Seal(fingerprint));
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], Slot);
        BinaryPrimitives.WriteInt64BigEndian(bytes[16..], AsOf);
        BinaryPrimitives.WriteInt64BigEndian(bytes[24..], Issued);
        return Base64Url.EncodeToString(bytes);
    }

    public static Cursor Decode(string text, ulong fingerprint, DateTimeOffset now, TimeSpan lifetime)
    {
        Span<byte> bytes = stackalloc byte[Size];
        if (Base64Url.DecodeFromChars(text, bytes, out _, out var length) != OperationStatus.Done || length != Size)
            throw new GraphErrorException(GraphErrors.InvalidCursor);

        var cursor = new Cursor(
            BinaryPrimitives.ReadInt64BigEndian(bytes[8..]),
            BinaryPrimitives.ReadInt64BigEndian(bytes[16..]),
            BinaryPrimitives.ReadInt64BigEndian(bytes[24..]));
        // The seal makes a cursor of another query, or a changed one, invalid.
        return cursor.Seal(fingerprint) == BinaryPrimitives.ReadUInt64BigEndian(bytes)
            && now.ToUnixTimeSeconds() - cursor.Issued <= lifetime.TotalSeconds
            ? cursor
            : throw new GraphErrorException(GraphErrors.InvalidCursor);
    }

    private ulong Seal(ulong fingerprint) => Hash.Of(Hash.Of(Hash.Of(fingerprint, Slot), AsOf), Issued);
}
