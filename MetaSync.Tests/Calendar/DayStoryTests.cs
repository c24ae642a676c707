using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MetaSync.Tests.Support;

namespace MetaSync.Tests.Calendar;

public sealed class DayStoryTests(IdleApplication application) : IClassFixture<IdleApplication>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_day_tells_what_is_stored_which_jobs_there_were_and_what_each_fetch_has_changed()
    {
        var app = await application.WithoutDaysAsync(Cancel);
        await app.StoreAsync("2026-01-02", 3, "2026-01-20T12:00Z");
        await app.JobAsync("2026-01-01", "succeeded", "2026-01-10T12:00Z", endDay: "2026-01-03"); // a chunk
        await app.JobAsync("2026-01-02", "failed", "2026-01-21T12:00Z");
        await app.JobAsync("2026-01-03", "queued");
        await app.ExecuteAsync("""
            UPDATE metasync.sync_days SET error_code = 100, error_subcode = 33, error_remedy = 'Ask for access.', error_fbtrace_id = 'Afb', trace_id = 'abc', attempts = 2, calls = 7
            WHERE state = 'failed';
            INSERT INTO metasync.report_runs (day_id, report, state, run_id, percent, submitted_at, ended_at)
            SELECT id, 'ad', 'completed', '77', 100, now(), now() FROM metasync.sync_days WHERE state = 'failed';
            INSERT INTO metasync.insights_fetches (account, report, day, as_of, day_id, rows, spend, impressions, clicks) VALUES
              ('act_1', 'ad', '2026-01-02', '2026-01-10T12:00Z', 1, 2, 10.50, 100, 9), ('act_1', 'ad', '2026-01-02', '2026-01-20T12:00Z', 2, 3, 12.00, 90, 9),
              ('act_1', 'country', '2026-01-02', '2026-01-10T12:00Z', 1, 8, 10.50, 100, 9), ('act_1', 'ad', '2026-01-03', '2026-01-10T12:00Z', 1, 8, 1, 1, 1);
            """, Cancel);

        var story = (await app.Api.GetFromJsonAsync<JsonNode>("/api/days/act_1/2026-01-02", Cancel))!["data"]!;

        Assert.Equal(("act_1", "2026-01-02", "Europe/Berlin", "failed", true),
            (story["account"]!.GetValue<string>(), story["day"]!.GetValue<string>(), story["timeZone"]!.GetValue<string>(), story["state"]!.GetValue<string>(), story["provisional"]!.GetValue<bool>()));
        Assert.Equal("""[{"report":"ad","rows":3,"asOf":"2026-01-20T12:00:00+00:00","changedAt":"2026-01-20T12:00:00+00:00","provisional":true}]""", story["reports"]!.ToJsonString(Readable));

        var runs = story["runs"]!.AsArray();
        Assert.Equal(["failed 2026-01-02 2026-01-02", "succeeded 2026-01-01 2026-01-03"], runs.Select(run => $"{run!["state"]} {run["day"]} {run["endDay"]}"));
        Assert.Equal("""{"code":100,"subcode":33,"message":"Meta said no","fbtraceId":"Afb","remedy":"Ask for access."}""", runs[0]!["error"]!.ToJsonString(Readable));
        Assert.Equal("0199c0de-0000-7000-8000-000000000001 range Ada 2 7 abc",
            $"{runs[0]!["batchId"]} {runs[0]!["kind"]} {runs[0]!["requestedBy"]} {runs[0]!["attempts"]} {runs[0]!["calls"]} {runs[0]!["traceId"]}");
        Assert.Equal("77", runs[0]!["reportRuns"]![0]!["runId"]!.GetValue<string>());

        Assert.Equal(
            [
                """ad 3 {"rows":1,"spend":1.50,"impressions":-10,"clicks":0}""",
                "ad 2 ",
                "country 8 ",
            ],
            story["fetches"]!.AsArray().Select(fetch => $"{fetch!["report"]} {fetch["rows"]} {fetch["change"]?.ToJsonString()}"));
    }

    [Theory]
    [InlineData("/api/days/act_1/2999-01-01", "future")]
    [InlineData("/api/days/act_1/2025-05-05", "never-fetched")]
    public async Task A_day_without_anything_has_a_story_too(string path, string state)
    {
        var app = await application.WithoutDaysAsync(Cancel);
        var story = (await app.Api.GetFromJsonAsync<JsonNode>(path, Cancel))!["data"]!;

        Assert.Equal((state, false, 0), (story["state"]!.GetValue<string>(), story["provisional"]!.GetValue<bool>(), story["runs"]!.AsArray().Count));
    }

    [Theory]
    [InlineData("/api/days/act_9/2026-01-01", HttpStatusCode.NotFound, "unknown-address", "'act_9'")]
    [InlineData("/api/days/act_1/2026-02-30", HttpStatusCode.BadRequest, "invalid-request", "'2026-02-30'")]
    public async Task What_is_no_day_of_an_account_is_refused_by_its_value(string path, HttpStatusCode status, string type, string words)
    {
        var app = await application.WithoutDaysAsync(Cancel);
        using var response = await app.Api.GetAsync(path, Cancel);
        var problem = (await response.Content.ReadFromJsonAsync<JsonNode>(Cancel))!;

        Assert.Equal((status, $"urn:metasync:problem:{type}"), (response.StatusCode, problem["type"]!.GetValue<string>()));
        Assert.Contains(words, problem["detail"]!.GetValue<string>());
    }

    private static readonly System.Text.Json.JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
