using System.Security.Cryptography;
using System.Text;
using MetaSync.Worker.Meta;
using Microsoft.Extensions.Options;

namespace MetaSync.Worker.Connection;

/// <summary>Tells tokens apart without storing one: 64 bits of a SHA-256, of which no token can be recovered.</summary>
internal sealed class TokenFingerprint(IOptions<MetaOptions> options)
{
    public string Value { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(options.Value.AccessToken)).AsSpan(0, 8));
}
