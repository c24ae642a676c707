using System.Text.Json;
using MetaSync.Worker.Connection;
using MetaSync.Worker.Meta;

namespace MetaSync.Tests.Connection;

public sealed class TokenInspectionTests
{
    private const string Token = "EAA canary|&=0";

    [Fact]
    public void The_token_is_asked_about_in_a_batchs_body_and_not_in_an_address()
    {
        var call = TokenInspection.Call(new MetaOptions { AccessToken = Token, ApiVersion = "v25.0" });
        Assert.Equal((HttpMethod.Post, "/", (string?)null), (call.Method, call.Path, call.Account));
        Assert.DoesNotContain("canary", call.Path, StringComparison.Ordinal);

        var part = Assert.Single(JsonElement.Parse(Assert.Single(call.Parameters).Value!).EnumerateArray());
        Assert.Equal("batch", call.Parameters.Keys.Single());
        Assert.Equal("GET", part.GetProperty("method").GetString());
        Assert.Equal($"v25.0/debug_token?input_token={Uri.EscapeDataString(Token)}", part.GetProperty("relative_url").GetString());
    }

    [Theory]
    [InlineData("""{"expires_at":1790000000,"data_access_expires_at":1790086400,"scopes":["ads_read","public_profile"]}""", "2026-09-21T14:13:20Z", "2026-09-22T14:13:20Z", "ads_read,public_profile")]
    [InlineData("""{"expires_at":0,"data_access_expires_at":0,"scopes":[]}""", null, null, "")] // never
    [InlineData("""{"expires_at":"1790000000","is_valid":true}""", "2026-09-21T14:13:20Z", null, "")]
    [InlineData("""{"expires_at":-1,"data_access_expires_at":1e30,"scopes":{}}""", null, null, "")]
    [InlineData("{}", null, null, "")]
    public void What_Meta_says_of_the_token_is_read_and_zero_is_never(string data, string? expires, string? closes, string scopes)
    {
        var inspection = Read(Batch($$"""{"data":{{data}}}"""));
        Assert.Equal((Instant(expires), Instant(closes), scopes), (inspection.ExpiresAt, inspection.DataAccessExpiresAt, string.Join(',', inspection.Scopes)));
    }

    [Theory]
    [InlineData("[null]")] // not carried out in time
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""[{"code":200,"body":"{}"},{"code":200,"body":"{}"}]""")]
    [InlineData("""[{"code":200}]""")]
    [InlineData("""[{"code":200,"body":null}]""")]
    [InlineData("""[{"code":500,"body":"<html>EAA canary|&=0</html>"}]""")]
    [InlineData("""[{"code":200,"body":"[]"}]""")]
    [InlineData("""[{"code":200,"body":"{}"}]""")]
    [InlineData("""[{"code":200,"body":"{\"data\":[]}"}]""")]
    public void An_answer_that_is_none_is_asked_for_again_and_does_not_show_the_token(string batch)
    {
        var exception = Assert.Throws<MetaException>(() => Read(batch));
        Assert.Equal(MetaOutcome.Retry, exception.Outcome);
        Assert.DoesNotContain("canary", exception.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100, MetaOutcome.Fail)]
    [InlineData(190, MetaOutcome.Token)]
    [InlineData(10, MetaOutcome.Permission)]
    internal void An_error_of_the_one_part_is_Metas_answer_and_does_not_show_the_token(int code, MetaOutcome outcome)
    {
        var error = JsonSerializer.Serialize(new { error = new { message = $"Malformed access token {Token}", code } });
        var exception = Assert.Throws<MetaException>(() => Read(Batch(error)));
        Assert.Equal((outcome, "Malformed access token [token]"), (exception.Outcome, exception.Error.Message));
        Assert.DoesNotContain("canary", exception.ToString(), StringComparison.Ordinal);
    }

    private static string Batch(string body) => JsonSerializer.Serialize(new[] { new { code = 200, body } });

    private static TokenInspection Read(string batch) => TokenInspection.Read(JsonElement.Parse(batch), Token);

    private static DateTimeOffset? Instant(string? text) => text is null ? null : DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
