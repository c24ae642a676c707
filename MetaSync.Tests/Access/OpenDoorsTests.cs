using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MetaSync.Tests.Support;

namespace MetaSync.Tests.Access;

/// <summary>Where no key is needed.</summary>
public sealed class OpenDoorsTests(PostgresServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("127.0.0.1:5080", true)]
    [InlineData("[::1]:5080", true)]
    [InlineData("metasync.localhost", true)]
    [InlineData("rebound.example", false)]
    [InlineData("localhost.example", false)]
    [InlineData("192.168.1.7", false)]
    public async Task Only_names_of_this_machine_are_answered(string host, bool isAnswered)
    {
        await using var api = await ApiHost.StartAsync(server, Cancel, settings: ("Access:Mode", "Open"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/session") { Headers = { Host = host } };
        using var response = await api.Anonymous.SendAsync(request, Cancel);

        Assert.Equal(isAnswered ? HttpStatusCode.OK : HttpStatusCode.BadRequest, response.StatusCode);
        if (!isAnswered)
            Assert.Contains("Access:Mode", (await response.Content.ReadFromJsonAsync<JsonNode>(Cancel))!["detail"]!.GetValue<string>());
    }

    [Fact]
    public async Task Anyone_may_do_everything_and_no_sign_in_is_offered()
    {
        await using var api = await ApiHost.StartAsync(server, Cancel, environment: "Development", settings: ("Access:Mode", ""));

        var session = (await api.Anonymous.GetFromJsonAsync<JsonNode>("/api/session", Cancel))!["data"]!;
        Assert.Equal(
            """{"name":"anyone","scopes":["read","write"],"access":"open","environment":"Development","antiforgery":null}""", session.ToJsonString());
        using var batch = await api.Anonymous.PostAsJsonAsync("/api/sync", new { startDate = "2026-01-01", endDate = "2026-01-02", accounts = (string[])["act_1"] }, Cancel);
        Assert.Equal(HttpStatusCode.Accepted, batch.StatusCode);
        using var signIn = await api.Anonymous.GetAsync("/sign-in", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, signIn.StatusCode);
        Assert.Contains("checks", await api.Anonymous.GetStringAsync("/health", Cancel));
    }

    [Fact]
    public async Task Another_sites_page_can_not_have_a_browser_change_anything()
    {
        await using var api = await ApiHost.StartAsync(server, Cancel, settings: ("Access:Mode", "Open"));
        (string Header, string Value, bool IsRefused)[] cases =
        [
            ("Origin", "https://evil.example", true),
            ("Origin", "null", true),
            ("Origin", "http://localhost:1", true),
            ("Origin", api.Address.GetLeftPart(UriPartial.Authority), false),
            ("Sec-Fetch-Site", "cross-site", true),
            ("Sec-Fetch-Site", "same-site", true),
            ("Sec-Fetch-Site", "same-origin", false),
            ("Sec-Fetch-Site", "none", false),
        ];
        foreach (var (header, value, isRefused) in cases)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/sync") { Headers = { { header, value } }, Content = JsonContent.Create(new { }) };
            using var response = await api.Anonymous.SendAsync(request, Cancel);
            Assert.Equal(isRefused ? HttpStatusCode.Forbidden : HttpStatusCode.BadRequest, response.StatusCode);
            Assert.Equal(isRefused, (await response.Content.ReadAsStringAsync(Cancel)).Contains("urn:metasync:problem:cross-site", StringComparison.Ordinal));
            Assert.DoesNotContain(response.Headers, one => one.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
        }

        Assert.Equal(0, await api.ScalarAsync<long>("SELECT count(*) FROM metasync.audit_log WHERE detail->>'request' IS NULL", Cancel));
    }
}
