using System.Security.Cryptography;
using System.Text;
using MetaSimulator.Graph;

namespace MetaSimulator.Tokens;

// An app may demand a proof with every call that whoever has the token has its secret too.
internal static class AppSecret
{
    public static void Check(GraphCall call, string? secret)
    {
        if (secret is null)
            return;
        if (string.IsNullOrEmpty(call.SecretProof))
            throw new GraphErrorException(TokenErrors.ProofMissing);

        var proof = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(call.Token!));
        if (!Convert.ToHexStringLower(proof).Equals(call.SecretProof, StringComparison.Ordinal))
            throw new GraphErrorException(TokenErrors.ProofWrong);
    }
}
