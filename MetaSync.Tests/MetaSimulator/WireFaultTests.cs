using System.Text.Json;

namespace MetaSync.Tests.MetaSimulator;

public sealed class WireFaultTests
{
    private static readonly string Path = $"/v25.0/act_1/insights?level=ad&limit=500&{SimulatorServer.Range("2026-05-01", "2026-05-01")}";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("html-500", 500, "text/html")]
    [InlineData("html-502", 502, "text/html")]
    [InlineData("empty-503", 503, null)]
    public async Task A_broken_server_does_not_speak_JSON(string action, int status, string? type)
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Fault(new { action });
        using var request = new HttpRequestMessage(HttpMethod.Get, Path) { Headers = { Authorization = new("Bearer", "simulator") } };
        using var response = await sim.Http.SendAsync(request, Cancellation);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(type is null, (await response.Content.ReadAsStringAsync(Cancellation)).Length == 0);
    }

    [Fact]
    public async Task Truncated_json_is_a_200_that_cannot_be_parsed()
    {
        await using var sim = await SimulatorServer.Start();
        var whole = (await sim.Get(Path)).Body;
        await sim.Fault(new { action = "truncated-json" });
        var answer = await sim.Get(Path);
        Assert.Equal(200, answer.Status);
        Assert.StartsWith(answer.Body[..200], whole, StringComparison.Ordinal);
        Assert.ThrowsAny<JsonException>(() => answer.Json);
    }

    [Theory]
    [InlineData("html-500", 500)]
    [InlineData("empty-503", 503)]
    [InlineData("truncated-json", 200)]
    [InlineData("throttle-17", 400)]
    public async Task Faults_are_the_same_under_gzip(string action, int status)
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Fault(new { action });
        var plain = await sim.Get(Path);
        using var gzip = new HttpClient(new HttpClientHandler { AutomaticDecompression = System.Net.DecompressionMethods.GZip }) { BaseAddress = sim.Http.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Get, Path) { Headers = { Authorization = new("Bearer", "simulator") } };
        using var response = await gzip.SendAsync(request, Cancellation);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(plain.Body.Length, (await response.Content.ReadAsStringAsync(Cancellation)).Length);
    }

    [Theory]
    [InlineData("reset", null)]
    [InlineData("reset-mid-body", 200)]
    public async Task A_reset_breaks_the_connection(string action, int? status)
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Fault(new { action, times = 1 });
        await Assert.ThrowsAsync<HttpRequestException>(() => sim.Get(Path));
        Assert.Equal(200, (await sim.Get(Path)).Status);
        Assert.Equal(status, (await sim.Journal())[0]!["status"]?.GetValue<int>());
    }

    [Fact]
    public async Task A_hang_lasts_until_the_client_gives_up()
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Fault(new { action = "hang" });
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Get, Path) { Headers = { Authorization = new("Bearer", "simulator") } };
        var answer = sim.Http.SendAsync(request, patience.Token);
        while ((await sim.Control(HttpMethod.Get, "faults"))["data"]![0]!["fired"]!.GetValue<int>() == 0)
            Assert.False(answer.IsCompleted);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    [Fact]
    public async Task A_hang_can_end_by_itself()
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Fault(new { action = "hang", duration = "00:01:40" });
        var answer = sim.Get(Path);
        await Elapse(sim, answer);
        await Assert.ThrowsAsync<HttpRequestException>(() => answer);
    }

    [Fact]
    public async Task Slow_answers_late_and_right()
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Fault(new { action = "slow", duration = "00:00:30" });
        var answer = sim.Get(Path);
        await Elapse(sim, answer);
        Assert.Equal(await sim.Truth("account=act_1&day=2026-05-01&level=ad"), (await answer).Rows);
        var entry = (await sim.Journal())[0]!;
        Assert.True(entry["finished"]!.GetValue<DateTimeOffset>() - entry["received"]!.GetValue<DateTimeOffset>() >= TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_slow_body_begins_at_once_and_ends_late()
    {
        await using var sim = await SimulatorServer.Start();
        var whole = (await sim.Get(Path)).Body;
        await sim.Fault(new { action = "slow-body", duration = "00:00:30" });
        using var request = new HttpRequestMessage(HttpMethod.Get, Path) { Headers = { Authorization = new("Bearer", "simulator") } };
        using var response = await sim.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        Assert.Equal(200, (int)response.StatusCode);
        var body = response.Content.ReadAsStringAsync(Cancellation);
        await Elapse(sim, body);
        Assert.Equal(whole, await body);
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("gzip")]
    public async Task A_body_can_be_shorter_than_its_content_length(string encoding)
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Fault(new { action = "wrong-content-length", times = 1 });
        using var request = new HttpRequestMessage(HttpMethod.Get, Path) { Headers = { { "Authorization", "Bearer simulator" }, { "Accept-Encoding", encoding } } };
        using var response = await sim.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        Assert.Equal(200, (int)response.StatusCode);
        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal((await sim.Get(Path)).Body.Length + 100, response.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task Gzip_can_be_refused()
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Fault(new { action = "gzip-off" });
        using var request = new HttpRequestMessage(HttpMethod.Get, Path) { Headers = { { "Authorization", "Bearer simulator" }, { "Accept-Encoding", "gzip" } } };
        using var response = await sim.Http.SendAsync(request, Cancellation);
        Assert.Empty(response.Content.Headers.ContentEncoding);
        Assert.StartsWith("{", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_date_header_can_be_wrong()
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Fault(new { action = "clock-skew", duration = "-02:00:00" });
        Assert.Equal(new(2026, 6, 15, 10, 0, 0, TimeSpan.Zero), (await sim.Get(Path)).Headers.Date);
    }

    [Fact]
    public async Task Metrics_can_come_as_numbers()
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Fault(new { action = "numeric-as-number" });
        var answer = await sim.Get(Path + "&fields=ad_id,impressions,spend,actions");
        var row = answer.Json["data"]![0]!;
        Assert.All(["impressions", "spend"], name => Assert.Equal(JsonValueKind.Number, row[name]!.GetValueKind()));
        Assert.Equal(JsonValueKind.Number, row["actions"]![0]!["value"]!.GetValueKind());
        Assert.All(["ad_id", "account_id", "date_start"], name => Assert.Equal(JsonValueKind.String, row[name]!.GetValueKind()));
        Assert.Equal((await sim.Journal())[0]!["bytes"]!.GetValue<int>(), System.Text.Encoding.UTF8.GetByteCount(answer.Body));
    }

    // The server starts its timer at some moment after the call; time goes on until it has answered.
    private static async Task Elapse(SimulatorServer sim, Task answer)
    {
        while (!answer.IsCompleted)
        {
            sim.Time.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }
    }
}
