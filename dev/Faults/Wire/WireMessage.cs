using System.Buffers;
using System.Buffers.Binary;

namespace MetaSync.Faults.Wire;

/// <summary>A message of PostgreSQL's protocol, version 3, as it stands on the wire: a letter, a length that counts itself, and a body.</summary>
/// <param name="Kind">The letter; 0 for a start-up message, which has none.</param>
/// <param name="Bytes">All of it.</param>
internal readonly record struct WireMessage(char Kind, ReadOnlySequence<byte> Bytes)
{
    /// <summary>The code of a start-up message that asks for TLS.</summary>
    public const int WantsTls = 80877103;

    /// <summary>The code of one that asks for GSSAPI's encryption.</summary>
    public const int WantsGss = 80877104;

    /// <summary>The code of one that only asks the server to cancel what another session does.</summary>
    public const int Cancels = 80877102;

    private const int Length = sizeof(int);

    /// <summary>What comes after the letter and the length.</summary>
    public ReadOnlySequence<byte> Body => Bytes.Slice(Kind == 0 ? Length : 1 + Length);

    /// <summary>The code of a start-up message: one of the above, or the protocol's version.</summary>
    public int Code => Number(Body);

    /// <summary>Takes the next message off what has come in so far.</summary>
    /// <param name="incoming">What has come in; begins behind the message afterwards.</param>
    /// <param name="isStartup">Whether a start-up message is next.</param>
    /// <param name="message">The message.</param>
    /// <returns>False when it has not come in completely.</returns>
    public static bool TryTake(ref ReadOnlySequence<byte> incoming, bool isStartup, out WireMessage message)
    {
        message = default;
        var before = isStartup ? 0 : 1;
        if (incoming.Length < before + Length)
            return false;
        var length = before + (long)Number(incoming.Slice(before));
        if (length < before + Length)
            throw new InvalidDataException($"A message of PostgreSQL's protocol can't be {length} bytes long.");
        if (incoming.Length < length)
            return false;

        message = new(isStartup ? '\0' : (char)incoming.FirstSpan[0], incoming.Slice(0, length));
        incoming = incoming.Slice(length);
        return true;
    }

    private static int Number(ReadOnlySequence<byte> bytes)
    {
        Span<byte> number = stackalloc byte[Length];
        bytes.Slice(0, Length).CopyTo(number);
        return BinaryPrimitives.ReadInt32BigEndian(number);
    }
}
