using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using MetaSync.Tests.Support;

namespace MetaSync.Tests.Telemetry;

public sealed partial class TelemetryTests(PostgresServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_day_is_a_trace_with_its_calls_below_it_linked_to_the_request_that_asked_for_it()
    {
        await using var receiver = await OtlpReceiver.StartAsync(Cancel);
        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel, configure: receiver.TakeFromBoth);
        await app.Simulator.FailAsync(
            new object[] { new { action = "throttle-17", day = "2026-01-01", times = 1, resetSeconds = 3 }, new { action = "outage-2", day = "2026-01-02", times = 1 } }, Cancel);

        var asking = ActivityTraceId.CreateRandom().ToHexString();
        // Other tests' hosts instrument this process's clients, which would put a trace of their own in place of this one.
        using var asker = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null }) { BaseAddress = app.Api.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/sync") { Content = JsonContent.Create(new { startDate = "2026-01-01", endDate = "2026-01-03" }) };
        request.Headers.Add("traceparent", $"00-{asking}-{ActivitySpanId.CreateRandom().ToHexString()}-01");
        using var response = await asker.SendAsync(request, Cancel);
        var batch = (await response.Content.ReadFromJsonAsync<Envelope<Receipt>>(Cancel))!.Data;
        var days = await app.FinishedAsync(batch.BatchId, Cancel);

        await Eventually.TrueAsync(() => Task.FromResult(receiver.Spans.Count(span => span.Name == "sync day") == 5), "five runs are exported", Cancel);
        var runs = receiver.Spans.Where(span => span.Name == "sync day").ToArray();
        Assert.All(runs, run =>
        {
            Assert.Empty(run.ParentSpanId);
            Assert.Equal([asking], run.LinkedTraceIds);
            Assert.Equal("act_1", run.Attributes["metasync.account"]);
            Assert.Equal(batch.BatchId.ToString(), run.Attributes["metasync.batch_id"]);
            var call = Assert.Single(receiver.Spans, span => span.ParentSpanId == run.SpanId && span.Attributes.GetValueOrDefault("url.full", "").Contains("/insights", StringComparison.Ordinal));
            Assert.Equal(run.TraceId, call.TraceId);
            Assert.Contains("metasync.meta.usage.account", call.Attributes.Keys);
            Assert.Contains(receiver.Spans, span => span.TraceId == run.TraceId && span.Attributes.ContainsKey("db.query.text"));
        });
        Assert.Equal(
            ["2026-01-01 1 wait", "2026-01-01 1 done", "2026-01-02 1 retry", "2026-01-02 2 done", "2026-01-03 1 done"],
            runs.Select(run => $"{run.Attributes["metasync.day"]} {run.Attributes["metasync.attempt"]} {run.Attributes["metasync.outcome"]}"));
        Assert.All(days, day => Assert.Contains(runs, run => run.TraceId == day.TraceId && run.Attributes["metasync.outcome"] == "done"
            && run.Attributes["metasync.rows"] == $"{day.Rows}" && run.Attributes["metasync.calls"] is "1" or "2")); // the first run of an account may have to ask about the account first
        Assert.DoesNotContain(receiver.Spans, span => span.Attributes.Values.Any(value => value.Contains("Bearer", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Every_name_that_leaves_a_process_is_in_the_documentation_and_every_name_there_leaves_one()
    {
        await using var receiver = await OtlpReceiver.StartAsync(Cancel);
        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel, configure: receiver.TakeFromBoth);
        await app.Simulator.FailAsync(new object[] { new { action = "outage-2", day = "2026-01-01", times = 1 }, new { action = "throttle-17", day = "2026-01-02", times = 1 } }, Cancel);
        var batch = await app.EnqueueAsync("2026-01-01", "2026-01-02", Cancel);
        await Eventually.TrueAsync(async () => (await app.DaysAsync(batch.BatchId, Cancel))[1].WaitingReason is "rate_limit", "the second day is blocked", Cancel);
        await app.ExecuteAsync("UPDATE metasync.tokens SET expires_at = now() + interval '1 day'", Cancel); // which the simulator's does not

        var documented = Documented().ToDictionary();
        await Eventually.TrueAsync(() => Task.FromResult(documented.Keys.All(receiver.Metrics.ContainsKey)), $"all of {string.Join(", ", documented.Keys)} are exported", Cancel);

        Assert.Equal(
            documented.OrderBy(metric => metric.Key),
            receiver.Metrics.Where(metric => metric.Key.StartsWith("metasync.", StringComparison.Ordinal)).OrderBy(metric => metric.Key));
    }

    /// <summary>The rows of the table of metrics: | `name` | unit | … |.</summary>
    private static IEnumerable<(string Name, string Unit)> Documented() =>
        MetricRow().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "telemetry.md"))).Select(row => (row.Groups[1].Value, row.Groups[2].Value));

    [GeneratedRegex(@"^\| `(metasync\.[a-z_.]+)` \| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex MetricRow();
}
