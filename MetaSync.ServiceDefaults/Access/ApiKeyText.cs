using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace MetaSync.Access;

/// <summary>How a key is written, and what is kept of it.</summary>
/// <remarks>
/// The table has the hash of a digest, and a session's cookie the digest: who reads the table can make neither the key
/// nor a cookie from it, and who breaks a cookie open has no key.
/// </remarks>
public static class ApiKeyText
{
    private const string Start = "msk_";
    private const int RandomBytes = 32;

    private static readonly int Length = Start.Length + Base64Url.GetEncodedLength(RandomBytes);

    /// <summary>A new key.</summary>
    public static string Create() => Start + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>What may be shown of a key.</summary>
    public static string Prefix(string key) => key[..(Start.Length + 6)];

    /// <summary>What a session keeps of a key; null when the text is not written like one.</summary>
    public static byte[]? Digest(string? key) =>
        key?.Length == Length && key.StartsWith(Start, StringComparison.Ordinal) && Base64Url.IsValid(key.AsSpan(Start.Length))
            ? SHA256.HashData(Encoding.ASCII.GetBytes(key))
            : null;

    /// <summary>What the table has of a key.</summary>
    public static byte[] Hash(byte[] digest) => SHA256.HashData(digest);
}
