using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace MetaSync.Worker.Meta;

/// <summary>Proves to Meta that whoever sends the token also has the app's secret.</summary>
/// <remarks>https://developers.facebook.com/docs/graph-api/guides/secure-requests</remarks>
internal sealed class AppSecretProof(IOptions<MetaOptions> options)
{
    public const string Parameter = "appsecret_proof";

    /// <summary>The proof, or null when no <c>Meta:AppSecret</c> is set.</summary>
    public string? Value { get; } = string.IsNullOrEmpty(options.Value.AppSecret) ? null : Of(options.Value.AccessToken, options.Value.AppSecret);

    internal static string Of(string accessToken, string appSecret) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(appSecret), Encoding.UTF8.GetBytes(accessToken)));
}
