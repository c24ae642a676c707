using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MetaSync.Tests.MetaSimulator;

public sealed class ControlPlaneTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_journal_tells_what_was_asked_and_answered()
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Get("/v25.0/me");
        var page = await sim.Page("2026-05-01", "limit=10", "act_2");
        await sim.Get(page.Next!);
        var journal = await sim.Journal("?account=act_2");
        Assert.Equal(journal.ToJsonString(), (await sim.Journal("?account=2")).ToJsonString());
        Assert.Equal([2, 3], journal.Select(entry => entry!["sequence"]!.GetValue<int>()));
        Assert.Equal("GET /v25.0/act_2/insights 2026-05-01 ad 200 10",
            $"{journal[0]!["method"]} {journal[0]!["path"]} {journal[0]!["day"]} {journal[0]!["level"]} {journal[0]!["status"]} {journal[0]!["rows"]}");
        Assert.Null(journal[0]!["after"]);
        Assert.NotNull(journal[1]!["after"]);
        Assert.Equal(page.Headers.GetValues("x-fb-trace-id").Single(), journal[0]!["traceId"]!.GetValue<string>());
        Assert.Equal(System.Text.Encoding.UTF8.GetByteCount(page.Body), journal[0]!["bytes"]!.GetValue<int>());
    }

    [Fact]
    public async Task Truth_as_of_a_journal_entry_is_what_that_page_said()
    {
        await using var sim = await SimulatorServer.Start();
        var page = await sim.Page("2026-06-15", "limit=500", "act_2");
        await sim.Control(HttpMethod.Post, "clock", new { advance = "1.00:00:00" });
        var asOf = (await sim.Journal())[0]!["asOf"]!.GetValue<string>();
        Assert.Equal(page.Rows, await sim.Truth($"account=act_2&level=ad&day=2026-06-15&as_of={Uri.EscapeDataString(asOf)}"));
        Assert.NotEqual(page.Rows, await sim.Truth("account=act_2&level=ad&day=2026-06-15"));
    }

    [Fact]
    public async Task The_clock_can_be_advanced_and_set()
    {
        await using var sim = await SimulatorServer.Start();
        Assert.Equal("1.00:00:00", (await sim.Control(HttpMethod.Post, "clock", new { advance = "1.00:00:00" }))["offset"]!.GetValue<string>());
        await sim.Control(HttpMethod.Post, "clock", new { set = "2027-01-01T00:00:00Z" });
        sim.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(new(2027, 1, 1, 1, 0, 0, TimeSpan.Zero), (await sim.Control(HttpMethod.Get, "clock"))["now"]!.GetValue<DateTimeOffset>());
        await sim.Control(HttpMethod.Post, "clock", new { }, status: 400);
    }

    [Fact]
    public async Task Reset_clears_journal_faults_clock_and_changed_options()
    {
        await using var sim = await SimulatorServer.Start("--Simulator:AdsPerAccount=5");
        await sim.Control(HttpMethod.Post, "reset", new { seed = 9, adsPerAccount = 200, accessToken = "other" });
        Assert.Equal(190, (await sim.Get("/v25.0/me")).Error.Code);
        await sim.Fault(new { action = "outage-2" });
        await sim.Control(HttpMethod.Post, "clock", new { advance = "1.00:00:00" });
        var health = await sim.Control(HttpMethod.Post, "reset");
        Assert.Equal(1, health["seed"]!.GetValue<int>());
        Assert.Empty(await sim.Journal());
        Assert.Equal("00:00:00", (await sim.Control(HttpMethod.Get, "clock"))["offset"]!.GetValue<string>());
        Assert.Equal(200, (await sim.Get("/v25.0/me")).Status);
        Assert.InRange((await sim.Truth("account=act_1&day=2026-05-01&level=ad")).Count, 1, 5);
    }

    [Theory]
    [InlineData("""{"sed":1}""")]
    [InlineData("""{"adsPerAccount":0}""")]
    [InlineData("""{"accounts":null}""")]
    [InlineData("[]")]
    [InlineData("""{"accounts":[{"id":"1"},{"id":"1"}]}""")]
    [InlineData("""{"accounts":[{"id":"1","timeZone":"Mars/Olympus"}]}""")]
    public async Task A_reset_to_what_is_not_allowed_changes_nothing(string body)
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Get("/v25.0/me");
        await sim.Control(HttpMethod.Post, "reset", JsonNode.Parse(body), status: 400);
        Assert.Single(await sim.Journal());
    }

    [Fact]
    public async Task Latency_is_paid_per_request_and_per_row()
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Control(HttpMethod.Post, "reset", new { latency = new { perRequest = "00:00:10", perRow = "00:00:01" } });
        var answer = sim.Page("2026-05-01", "limit=20");
        while (!answer.IsCompleted)
        {
            sim.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(20, (await answer).Rows.Count());
        var entry = (await sim.Journal())[0]!;
        Assert.True(entry["finished"]!.GetValue<DateTimeOffset>() - entry["received"]!.GetValue<DateTimeOffset>() >= TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Latency_has_a_tail_a_part_for_breakdowns_and_a_speed()
    {
        await using var sim = await SimulatorServer.Start(
            "--Simulator:Latency:PerRequest=00:00:10", "--Simulator:Latency:PerPoll=00:00:01", "--Simulator:Latency:PerBreakdown=00:01:00", "--Simulator:Latency:Spread=0.5");
        async Task<TimeSpan> Took(string path, double step = 100)
        {
            var answer = sim.Get(path);
            while (!answer.IsCompleted)
            {
                // A busy machine must not make time fly while it sends the answer.
                sim.Time.Advance(TimeSpan.FromMilliseconds(step));
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
            }

            Assert.Equal(200, (await answer).Status);
            var entry = (await sim.Journal())[^1]!;
            return entry["finished"]!.GetValue<DateTimeOffset>() - entry["received"]!.GetValue<DateTimeOffset>();
        }

        var plain = await Took("/v25.0/me");
        Assert.NotEqual(TimeSpan.FromSeconds(10), plain);
        Assert.True(await Took("/v25.0/act_1/insights?breakdowns=age,gender") > TimeSpan.FromSeconds(40));
        await sim.Control(HttpMethod.Post, "reset", new { latency = new { perRequest = "00:00:10", speed = 100 } });
        Assert.True(await Took("/v25.0/me", step: 1) < plain);
    }

    [Fact]
    public async Task Usage_headers_are_on_every_answer()
    {
        await using var sim = await SimulatorServer.Start();
        foreach (var path in (string[])["/v25.0/me", "/v25.0/act_1/insights", "/v25.0/act_404", "/v1.0/me", "/x/y/z"])
        {
            var answer = await sim.Get(path);
            Assert.InRange(answer.Header("X-App-Usage")["call_count"]!.GetValue<int>(), 0, 50);
            Assert.InRange(answer.Header("X-Ad-Account-Usage")["acc_id_util_pct"]!.GetValue<double>(), 0.01, 50);
            Assert.Equal("ads_insights", answer.Header("X-Business-Use-Case-Usage").AsObject().Single().Value![0]!["type"]!.GetValue<string>());
            Assert.NotNull(answer.Header("X-FB-Ads-Insights-Throttle")["app_id_util_pct"]);
            Assert.True(answer.Headers.Contains("facebook-api-version"));
            Assert.True(answer.Headers.Contains("x-fb-trace-id"));
        }
    }

    [Fact]
    public async Task Usage_headers_are_also_on_the_answer_to_a_form_that_cannot_be_read()
    {
        await using var sim = await SimulatorServer.Start();
        using var form = new ByteArrayContent([]);
        form.Headers.ContentType = new("multipart/form-data");
        using var response = await sim.Http.PostAsync(new Uri("/v25.0/act_1/insights", UriKind.Relative), form, TestContext.Current.CancellationToken);
        Assert.Equal(400, (int)response.StatusCode);
        Assert.True(response.Headers.Contains("X-App-Usage"));
    }

    [Fact]
    public async Task The_account_score_rises_with_calls_and_leaks_in_300_seconds()
    {
        await using var sim = await SimulatorServer.Start();
        for (var i = 0; i < 90; i++)
            await sim.Get("/v25.0/act_1");
        Assert.Equal(1.01, (await sim.Get("/v25.0/act_1")).Header("X-Ad-Account-Usage")["acc_id_util_pct"]!.GetValue<double>());
        await sim.Control(HttpMethod.Post, "clock", new { advance = "00:05:00" });
        Assert.Equal(0.01, (await sim.Get("/v25.0/act_1")).Header("X-Ad-Account-Usage")["acc_id_util_pct"]!.GetValue<double>());
    }

    [Fact]
    public async Task A_client_that_accepts_gzip_gets_gzip()
    {
        await using var sim = await SimulatorServer.Start();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v25.0/me") { Headers = { { "Accept-Encoding", "gzip" }, { "Authorization", "Bearer simulator" } } };
        using var response = await sim.Http.SendAsync(request, Cancellation);
        Assert.Equal("gzip", response.Content.Headers.ContentEncoding.Single());
        await using var body = new GZipStream(await response.Content.ReadAsStreamAsync(Cancellation), CompressionMode.Decompress);
        Assert.Equal("10160000000000001", JsonNode.Parse(body)!["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task Sixty_thousand_ads_stream_as_one_truth()
    {
        await using var sim = await SimulatorServer.Start("--Simulator:AdsPerAccount=60000");
        using var response = await sim.Http.GetAsync("/__sim/truth?account=act_1&day=2026-05-01&level=ad&fields=spend", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        using var truth = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(Cancellation), cancellationToken: Cancellation);
        var count = truth.RootElement.GetProperty("count").GetInt32();
        Assert.InRange(count, 30_000, 60_000);
        Assert.Equal(count, truth.RootElement.GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task Health_names_the_accounts_and_unknown_routes_are_404()
    {
        await using var sim = await SimulatorServer.Start();
        Assert.Equal("act_5", (await sim.Control(HttpMethod.Get, "health"))["accounts"]![4]!.GetValue<string>());
        await sim.Control(HttpMethod.Get, "nothing", status: 404);
    }

    [Theory]
    [InlineData("account=act_9&day=2026-01-01")]
    [InlineData("account=act_1&day=2026-13-01")]
    [InlineData("account=act_1&day=2026-01-02&until=2026-01-01")]
    [InlineData("account=act_1&day=2026-01-02&level=adgroup")]
    [InlineData("account=act_1&day=2026-01-02&fields=nonsense")]
    [InlineData("account=act_1&day=2026-01-02&as_of=later")]
    public async Task Truth_refuses_what_it_does_not_understand(string parameters)
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Control(HttpMethod.Get, "truth?" + parameters, status: 400);
    }
}
