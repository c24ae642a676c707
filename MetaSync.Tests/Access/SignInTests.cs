using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MetaSync.Access;
using MetaSync.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace MetaSync.Tests.Access;

public sealed class SignInTests(KeyedApi keyed, PostgresServer server) : IClassFixture<KeyedApi>
{
    private readonly ApiHost _api = keyed.Api;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_opens_a_page_without_a_session_is_led_to_the_sign_in_and_back()
    {
        var key = await _api.CreateKeyAsync("person", AccessScope.Write, Cancel);
        using var browser = _api.Browser();
        using var page = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json?account=act_1") { Headers = { { "Accept", "text/html,*/*" } } };
        using var led = await browser.SendAsync(page, Cancel);
        Assert.Equal((HttpStatusCode.Redirect, "/sign-in?returnUrl=%2Fopenapi%2Fv1.json%3Faccount%3Dact_1"), (led.StatusCode, led.Headers.Location!.ToString()));

        var form = await browser.GetStringAsync(led.Headers.Location, Cancel);
        Assert.Contains("""<label for="key">""", form);
        Assert.Contains("value=\"/openapi/v1.json?account=act_1\"", form);

        using var back = await SignInAsync(browser, key, "/openapi/v1.json?account=act_1");
        Assert.Equal((HttpStatusCode.Redirect, "/openapi/v1.json?account=act_1"), (back.StatusCode, back.Headers.Location!.ToString()));
        var cookie = Assert.Single(back.Headers.GetValues("Set-Cookie"));
        Assert.Contains("; samesite=strict; httponly", cookie);
        Assert.DoesNotContain(key, cookie);

        var session = (await browser.GetFromJsonAsync<JsonNode>("/api/session", Cancel))!["data"]!;
        Assert.Equal(("person", "keys", "Production"), (session["name"]!.GetValue<string>(), session["access"]!.GetValue<string>(), session["environment"]!.GetValue<string>()));
        Assert.Equal("""["read","write"]""", session["scopes"]!.ToJsonString());
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("")]
    public async Task The_way_back_is_never_to_another_host(string returnUrl)
    {
        var key = await _api.CreateKeyAsync($"redirected {returnUrl}", AccessScope.Read, Cancel);
        using var browser = _api.Browser();
        Assert.DoesNotContain("evil", await browser.GetStringAsync($"/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}", Cancel));
        using var back = await SignInAsync(browser, key, returnUrl);
        Assert.Equal("/", back.Headers.Location!.ToString());
    }

    [Fact]
    public async Task What_changes_something_needs_the_session_s_antiforgery_token()
    {
        using var browser = await SignedInAsync("clicker", AccessScope.Write);
        using var without = await browser.PostAsJsonAsync("/api/sync", new { }, Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, without.StatusCode);
        Assert.Contains("X-MetaSync-Antiforgery", await without.Content.ReadAsStringAsync(Cancel));

        using var other = await SignedInAsync("another clicker", AccessScope.Write);
        using var foreign = await PostAsync(browser, "/api/sync", await TokenAsync(other));
        Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);

        using var with = await PostAsync(browser, "/api/sync", await TokenAsync(browser));
        Assert.Equal(HttpStatusCode.BadRequest, with.StatusCode); // which is about the body
    }

    [Fact]
    public async Task A_session_may_do_no_more_than_its_key()
    {
        using var browser = await SignedInAsync("onlooker", AccessScope.Read);
        using var response = await PostAsync(browser, "/api/sync", await TokenAsync(browser));
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("not-allowed", await response.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task A_session_ends_with_its_key()
    {
        using var browser = await SignedInAsync("dismissed", AccessScope.Write);
        await browser.GetStringAsync("/api/session", Cancel);
        await _api.Services.GetRequiredService<ApiKeys>().RevokeAsync("dismissed", "test", Cancel);

        using var after = await browser.GetAsync("/api/session", Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
        Assert.Contains("metasync-session=;", after.Headers.GetValues("Set-Cookie").Single()); // and so does its cookie
    }

    [Fact]
    public async Task Who_signs_out_is_out()
    {
        using var browser = await SignedInAsync("tired", AccessScope.Read);
        using var without = await browser.PostAsync("/sign-out", null, Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, without.StatusCode);

        using var form = new FormUrlEncodedContent([new("antiforgery", await TokenAsync(browser))]);
        using var with = await browser.PostAsync("/sign-out", form, Cancel);
        Assert.Equal((HttpStatusCode.Redirect, "/sign-in"), (with.StatusCode, with.Headers.Location!.ToString()));
        using var after = await browser.GetAsync("/api/session", Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Fact]
    public async Task A_session_outlives_its_process_and_is_known_to_all_of_them()
    {
        var cookies = new CookieContainer();
        var key = await _api.CreateKeyAsync("traveller", AccessScope.Write, Cancel);
        using var first = _api.Browser(cookies);
        (await SignInAsync(first, key)).Dispose();
        var token = await TokenAsync(first);

        await using var other = await ApiHost.StartAsync(server, Cancel, _api.ConnectionString);
        using var second = other.Browser(cookies);
        using var response = await PostAsync(second, "/api/sync", token);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode); // which is about the body
    }

    [Fact]
    public async Task A_wrong_key_is_refused_on_the_form_written_down_and_after_a_few_tries_not_looked_at()
    {
        await using var api = await ApiHost.StartAsync(server, Cancel, settings: ("Access:TriesPerMinute", "3"));
        var key = await api.CreateKeyAsync("late", AccessScope.Write, Cancel);
        using var browser = api.Browser();
        for (var n = 0; n < 3; n++)
        {
            using var refused = await SignInAsync(browser, ApiKeyText.Create());
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            Assert.Contains("""role="alert">This key is not accepted""", await refused.Content.ReadAsStringAsync(Cancel));
        }

        using var tooMany = await SignInAsync(browser, key);
        Assert.Equal(HttpStatusCode.TooManyRequests, tooMany.StatusCode);
        Assert.InRange(tooMany.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal(3, await api.ScalarAsync<long>(
            "SELECT count(*) FROM metasync.audit_log JOIN metasync.audit_outcomes ON audit_id = id WHERE action = 'sign-in' AND outcome = 'refused' AND address = '127.0.0.1'", Cancel));

        using var bearer = api.Client(ApiKeyText.Create());
        using var wrong = await bearer.GetAsync("/api/session", Cancel);
        Assert.Equal(HttpStatusCode.TooManyRequests, wrong.StatusCode); // the same tries
        using var client = api.Client(key);
        using var right = await client.GetAsync("/api/session", Cancel);
        Assert.Equal(HttpStatusCode.OK, right.StatusCode); // a key that works is none
    }

    [Fact]
    public async Task As_long_as_there_is_no_key_the_page_says_how_to_make_one()
    {
        await using var api = await ApiHost.StartAsync(server, Cancel);
        Assert.Contains("keys create", await api.Anonymous.GetStringAsync("/sign-in", Cancel));
        await api.CreateKeyAsync("first", AccessScope.Read, Cancel);
        Assert.DoesNotContain("keys create", await api.Anonymous.GetStringAsync("/sign-in", Cancel));
    }

    private async Task<HttpClient> SignedInAsync(string name, string scope)
    {
        var browser = _api.Browser();
        (await SignInAsync(browser, await _api.CreateKeyAsync(name, scope, Cancel))).Dispose();
        return browser;
    }

    private static async Task<HttpResponseMessage> SignInAsync(HttpClient browser, string key, string returnUrl = "/")
    {
        using var form = new FormUrlEncodedContent([new("key", key), new("returnUrl", returnUrl)]);
        return await browser.PostAsync("/sign-in", form, Cancel);
    }

    private static async Task<string> TokenAsync(HttpClient browser) =>
        (await browser.GetFromJsonAsync<JsonNode>("/api/session", Cancel))!["data"]!["antiforgery"]!["token"]!.GetValue<string>();

    private static async Task<HttpResponseMessage> PostAsync(HttpClient browser, string path, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Headers = { { "X-MetaSync-Antiforgery", token } }, Content = JsonContent.Create(new { }) };
        return await browser.SendAsync(request, Cancel);
    }
}
