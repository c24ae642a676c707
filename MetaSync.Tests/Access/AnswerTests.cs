using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using MetaSync.Tests.Support;

namespace MetaSync.Tests.Access;

/// <summary>What every answer has, and what none has.</summary>
public sealed class AnswerTests(KeyedApi keyed, PostgresServer server) : IClassFixture<KeyedApi>
{
    private readonly ApiHost _api = keyed.Api;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/sync")]
    [InlineData("/api/sync?limit=none")]
    [InlineData("/api/nothing")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/sign-in")]
    [InlineData("/health")]
    [InlineData("/assets/sign-in.css")]
    public async Task Every_answer_tells_browsers_to_be_careful(string path)
    {
        foreach (var client in (HttpClient[])[_api.Anonymous, keyed.Writer])
        {
            using var response = await client.GetAsync(path, Cancel);
            Assert.Equal(
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
                Header(response, "Content-Security-Policy"));
            Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
            Assert.Equal("same-origin", Header(response, "Referrer-Policy"));
            Assert.Equal("same-origin", Header(response, "Cross-Origin-Opener-Policy"));
            Assert.Equal("same-origin", Header(response, "Cross-Origin-Resource-Policy"));
            Assert.NotEqual("", Header(response, "Permissions-Policy"));
            Assert.Equal(path.StartsWith("/assets", StringComparison.Ordinal) ? "no-cache" : "no-store", Header(response, "Cache-Control").Split(',')[0]);
            Assert.False(response.Headers.Contains("Server"));
        }
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task An_error_tells_nothing_of_our_insides(string environment)
    {
        await using var api = await ApiHost.StartAsync(server, Cancel, environment: environment);
        using var client = await api.WithKeyAsync("tester", "write", Cancel);
        await api.ExecuteAsync("ALTER TABLE metasync.sync_batches RENAME COLUMN mode TO moody", Cancel); // the database refuses
        await api.ExecuteAsync("UPDATE metasync.api_keys SET scopes = '{read,write}'", Cancel);
        await api.ExecuteAsync("ALTER TABLE metasync.audit_log ALTER COLUMN detail TYPE text USING 'no json'", Cancel); // an exception that nobody expects
        await api.ExecuteAsync("INSERT INTO metasync.audit_log (action) VALUES ('test')", Cancel);

        foreach (var accept in (string[])["application/json", "text/html", "*/*"])
        {
            foreach (var (path, status) in ((string, HttpStatusCode)[])[("/api/sync", HttpStatusCode.ServiceUnavailable), ("/api/audit", HttpStatusCode.InternalServerError)])
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", accept } } };
                using var response = await client.SendAsync(request, Cancel);
                var body = await response.Content.ReadAsStringAsync(Cancel);
                Assert.Equal(status, response.StatusCode);
                Assert.StartsWith("urn:metasync:problem:", JsonNode.Parse(body)!["type"]!.GetValue<string>(), StringComparison.Ordinal);
                foreach (var secret in (string[])["   at ", "Exception", "Npgsql", "SELECT", "mode", "42703", Environment.MachineName, ".cs:"])
                    Assert.DoesNotContain(secret, body);
            }
        }
    }

    [Fact]
    public async Task Health_is_one_word_for_strangers_and_all_of_it_for_readers()
    {
        Assert.Equal("""{"status":"Healthy"}""", await _api.Anonymous.GetStringAsync("/alive", Cancel));
        var health = JsonNode.Parse(await _api.Anonymous.GetStringAsync("/health", Cancel))!.AsObject();
        Assert.Equal(["status"], health.Select(field => field.Key));
        Assert.Contains("postgres", await keyed.Reader.GetStringAsync("/health", Cancel));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_beyond_64_KiB_is_refused_on_every_route(bool chunked)
    {
        foreach (var path in (string[])["/api/sync", "/sign-in"])
        {
            using var content = new StringContent(new string(' ', 64 * 1024 + 1), Encoding.UTF8, path is "/sign-in" ? "application/x-www-form-urlencoded" : "application/json");
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content, Headers = { TransferEncodingChunked = chunked } };
            using var response = await keyed.Writer.SendAsync(request, Cancel);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
            Assert.Contains("64 KiB", await response.Content.ReadAsStringAsync(Cancel));
        }
    }

    [Fact]
    public async Task Who_sends_headers_drop_by_drop_is_cut_off()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(_api.Address.Host, _api.Address.Port, Cancel);
        await using var stream = socket.GetStream();
        await stream.WriteAsync("GET /alive HTTP/1.1\r\nHost: localhost\r\n"u8.ToArray(), Cancel);

        var started = TimeProvider.System.GetTimestamp();
        using var reader = new StreamReader(stream);
        Assert.StartsWith("HTTP/1.1 408", await reader.ReadLineAsync(Cancel), StringComparison.Ordinal);
        Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Who_asks_too_often_is_told_when_to_come_back_and_nobody_else_is()
    {
        await using var api = await ApiHost.StartAsync(server, Cancel, settings: ("Access:RequestsPerMinute", "5"));
        using var busy = await api.WithKeyAsync("busy", "read", Cancel);
        using var other = await api.WithKeyAsync("other", "read", Cancel);
        for (var n = 0; n < 5; n++)
            await busy.GetStringAsync("/api/session", Cancel);

        using var tooMany = await busy.GetAsync("/api/session", Cancel);
        Assert.Equal(HttpStatusCode.TooManyRequests, tooMany.StatusCode);
        Assert.InRange(tooMany.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        var problem = (await tooMany.Content.ReadFromJsonAsync<JsonNode>(Cancel))!;
        Assert.Equal("urn:metasync:problem:too-many-requests", problem["type"]!.GetValue<string>());
        Assert.Contains("The key 'busy'", problem["detail"]!.GetValue<string>());
        await busy.GetStringAsync("/health", Cancel);
        await other.GetStringAsync("/api/session", Cancel);
    }

    [Fact]
    public async Task Only_a_trusted_proxy_says_where_a_request_comes_from_and_by_which_way()
    {
        foreach (var isTrusted in (bool[])[false, true])
        {
            await using var api = await ApiHost.StartAsync(
                server, Cancel, settings: isTrusted ? [("Access:TrustedProxies", "127.0.0.0/8"), ("Access:PathBase", "/metasync")] : []);
            var key = await api.CreateKeyAsync("proxied", "read", Cancel);
            using var form = new FormUrlEncodedContent([new("key", key)]);
            using var request = new HttpRequestMessage(HttpMethod.Post, isTrusted ? "/metasync/sign-in" : "/sign-in")
            {
                Content = form,
                Headers = { { "X-Forwarded-For", "203.0.113.9" }, { "X-Forwarded-Proto", "https" }, { "X-Forwarded-Host", "metasync.example" } },
            };
            using var response = await api.Anonymous.SendAsync(request, Cancel);

            var cookie = response.Headers.GetValues("Set-Cookie").Single();
            Assert.Equal(isTrusted, cookie.Contains("; secure", StringComparison.Ordinal));
            Assert.Equal(isTrusted, cookie.Contains("path=/metasync;", StringComparison.Ordinal));
            Assert.Equal(isTrusted, response.Headers.Contains("Strict-Transport-Security"));
            Assert.Equal(isTrusted ? "/metasync/" : "/", response.Headers.Location!.ToString());
            Assert.Equal(
                isTrusted ? "203.0.113.9" : "127.0.0.1",
                await api.ScalarAsync<string>("SELECT address FROM metasync.audit_log WHERE action = 'sign-in'", Cancel));
        }
    }

    private static string Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : "";
}
