using System.Buffers;
using System.Buffers.Binary;
using MetaSync.Faults.Wire;

namespace MetaSync.Tests.Faults.Wire;

public sealed class WireMessageTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public void Messages_are_taken_whole_however_they_come_in(int size)
    {
        byte[] bytes = [.. Wired.Bytes('Q', "SELECT 1"), .. Wired.Bytes('S'), .. Wired.Bytes('d', new byte[40])];
        var incoming = Wired.InPieces(bytes, size);
        var taken = new List<(char, long)>();

        while (WireMessage.TryTake(ref incoming, isStartup: false, out var message))
            taken.Add((message.Kind, message.Bytes.Length));

        Assert.Equal([('Q', 14), ('S', 5), ('d', 45)], taken);
        Assert.True(incoming.IsEmpty);
    }

    [Fact]
    public void A_message_that_has_not_come_in_is_left_where_it_is()
    {
        var bytes = Wired.Bytes('Q', "SELECT 1");
        for (var length = 0; length < bytes.Length; length++)
        {
            var incoming = new ReadOnlySequence<byte>(bytes, 0, length);

            Assert.False(WireMessage.TryTake(ref incoming, isStartup: false, out _));
            Assert.Equal(length, incoming.Length);
        }
    }

    [Theory]
    [InlineData(WireMessage.WantsTls)]
    [InlineData(WireMessage.Cancels)]
    [InlineData(3 << 16)]
    public void A_start_has_no_letter_and_says_what_it_wants_by_a_number(int code)
    {
        var body = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(body, code);
        var incoming = new ReadOnlySequence<byte>(Wired.Bytes('\0', body));

        Assert.True(WireMessage.TryTake(ref incoming, isStartup: true, out var message));
        Assert.Equal(code, message.Code);
        Assert.True(incoming.IsEmpty);
    }

    [Fact]
    public void A_length_that_can_not_be_is_refused()
    {
        var incoming = new ReadOnlySequence<byte>([(byte)'Q', 0, 0, 0, 3]);

        Assert.Throws<InvalidDataException>(() => WireMessage.TryTake(ref incoming, isStartup: false, out _));
    }
}
