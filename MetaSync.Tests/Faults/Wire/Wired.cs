using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using MetaSync.Faults.Wire;

namespace MetaSync.Tests.Faults.Wire;

/// <summary>Messages of PostgreSQL's protocol, as bytes and as read from them.</summary>
internal static class Wired
{
    /// <summary>A message with a body of texts, each of which ends with a zero.</summary>
    public static byte[] Bytes(char kind, params string[] texts) => Bytes(kind, Encoding.UTF8.GetBytes(string.Concat(texts.Select(text => $"{text}\0"))));

    public static byte[] Bytes(char kind, byte[] body)
    {
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, sizeof(int) + body.Length);
        return kind == 0 ? [.. length, .. body] : [(byte)kind, .. length, .. body];
    }

    public static WireMessage Message(char kind, params string[] texts) => new(kind, new ReadOnlySequence<byte>(Bytes(kind, texts)));

    /// <summary>The server is ready for the next query: I for idle, T in a transaction, E in one that failed.</summary>
    public static WireMessage Ready(char state) => new('Z', new ReadOnlySequence<byte>(Bytes('Z', [(byte)state])));

    /// <summary>The same bytes, in pieces of a size, as a network delivers them.</summary>
    public static ReadOnlySequence<byte> InPieces(byte[] bytes, int size)
    {
        Piece? first = null, last = null;
        foreach (var chunk in bytes.Chunk(size))
        {
            last = new Piece(chunk, last);
            first ??= last;
        }

        return first is null ? ReadOnlySequence<byte>.Empty : new(first, 0, last!, last!.Memory.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(byte[] bytes, Piece? before)
        {
            Memory = bytes;
            if (before is null)
                return;
            RunningIndex = before.RunningIndex + before.Memory.Length;
            before.Next = this;
        }
    }
}
