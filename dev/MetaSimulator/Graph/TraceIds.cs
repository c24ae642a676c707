using System.Buffers.Text;
using MetaSimulator.Data;

namespace MetaSimulator.Graph;

internal static class TraceIds
{
    public static string Make(long seed, long sequence)
    {
        Span<byte> bytes = stackalloc byte[8];
        BitConverter.TryWriteBytes(bytes, Hash.Of(Hash.Of(0, seed), sequence));
        return "A" + Base64Url.EncodeToString(bytes);
    }
}
