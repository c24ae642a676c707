using MetaSync.Worker.Meta;
using Microsoft.Extensions.Options;

namespace MetaSync.Tests.Meta;

public sealed class AppSecretProofTests
{
    /// <summary>https://www.rfc-editor.org/rfc/rfc4231#section-4.3</summary>
    private const string Proof = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";

    [Fact]
    public void The_proof_is_the_tokens_HMAC_under_the_apps_secret() =>
        Assert.Equal(Proof, Of("what do ya want for nothing?", "Jefe"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_a_secret_there_is_no_proof(string? secret) => Assert.Null(Of("token", secret));

    private static string? Of(string token, string? secret) => new AppSecretProof(Options.Create(new MetaOptions { AccessToken = token, AppSecret = secret })).Value;
}
