using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using MetaSync.Tests.Support;

namespace MetaSync.Tests.Sync;

/// <summary>What pause, resume, retry and cancel do to the queue: nothing runs, so each row can be looked at.</summary>
public sealed class SteeringTests(IdleApplication application) : IClassFixture<IdleApplication>
{
    private static readonly string[] OneAccount = ["act_1"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_paused_batch_leaves_the_lane_and_a_resumed_one_comes_back_at_its_end_in_its_order()
    {
        var app = await application.EmptiedAsync(Cancel);
        var first = await app.EnqueueAsync("2026-01-01", "2026-01-03", Cancel, "act_1");
        var second = await app.EnqueueAsync("2026-02-01", "2026-02-02", Cancel, "act_1");

        var paused = await app.SteerAsync(first.BatchId, "pause", Cancel);
        Assert.Equal((3, "paused", "requested"), (
            paused["days"]!.GetValue<int>(), paused["data"]!["state"]!.GetValue<string>(), paused["data"]!["paused"]!["reason"]!.GetValue<string>()));
        Assert.Equal(3, paused["data"]!["counts"]!["paused"]!.GetValue<int>());
        Assert.Equal("2026-02-01, 2026-02-02", await LaneAsync(app));
        Assert.Equal("2026-02-01 waits for nothing, 2026-02-02 waits for 2026-02-01", await ChainAsync(app));

        var resumed = await app.SteerAsync(first.BatchId, "resume", Cancel);
        Assert.Equal("queued", resumed["data"]!["state"]!.GetValue<string>());
        Assert.Null(resumed["data"]!["paused"]);
        Assert.Equal("2026-02-01, 2026-02-02, 2026-01-01, 2026-01-02, 2026-01-03", await LaneAsync(app));
        Assert.Equal(
            "2026-01-01 waits for 2026-02-02, 2026-01-02 waits for 2026-01-01, 2026-01-03 waits for 2026-01-02, 2026-02-01 waits for nothing, 2026-02-02 waits for 2026-02-01",
            await ChainAsync(app));
        Assert.Equal("queued", (await app.BatchAsync(second.BatchId, Cancel))["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_paused_day_is_still_held_and_is_not_enqueued_by_another_batch()
    {
        var app = await application.EmptiedAsync(Cancel);
        var first = await app.EnqueueAsync("2026-01-01", "2026-01-03", Cancel, "act_1");
        await app.SteerAsync(first.BatchId, "pause", Cancel);

        var second = await app.EnqueueAsync("2026-01-02", "2026-01-05", Cancel, "act_1");

        Assert.Equal((2, 2), (second.JobCount, second.Skipped));
    }

    [Fact]
    public async Task A_job_that_a_crash_left_behind_does_not_get_in_the_way_of_the_same_day_resumed()
    {
        var app = await application.EmptiedAsync(Cancel);
        var batch = await app.EnqueueAsync("2026-01-01", "2026-01-03", Cancel, "act_1");
        await app.ExecuteAsync("""
            UPDATE metasync.sync_batches SET paused_at = now(), pause_reason = 'requested';
            UPDATE metasync.sync_days SET state = 'paused'
            """, Cancel); // the jobs are still there

        await app.SteerAsync(batch.BatchId, "resume", Cancel);

        Assert.Equal("queued 3", await app.StatesAsync(batch.BatchId, Cancel));
        Assert.Equal(6, await app.ScalarAsync<long>("SELECT count(*) FROM qrtz_job_details", Cancel));
        Assert.Equal(3, await app.ScalarAsync<long>("""
            SELECT count(*) FROM qrtz_job_details AS job JOIN metasync.sync_days AS day ON job_name LIKE '%.' || day.place
            """, Cancel));
    }

    [Fact]
    public async Task Failed_and_cancelled_days_are_retried_in_order_from_their_beginning_and_keep_their_error()
    {
        var app = await application.EmptiedAsync(Cancel);
        var batch = await app.EnqueueAsync("2026-01-01", "2026-01-05", Cancel, "act_1");
        await app.SteerAsync(batch.BatchId, "cancel", Cancel);
        await app.ExecuteAsync("""
            UPDATE metasync.sync_days SET state = 'succeeded' WHERE day = '2026-01-02';
            UPDATE metasync.sync_days SET state = 'failed', attempts = 5, rows = 7, changed = true, error_code = 1, error_message = 'no', steps = '[{"report":"ad"}]'
            WHERE day = '2026-01-03';
            INSERT INTO metasync.sync_day_reports (day_id, report, refused) SELECT id, 'ad', '{}' FROM metasync.sync_days WHERE day = '2026-01-03';
            INSERT INTO metasync.report_runs (day_id, report, state, run_id, submitted_at) SELECT id, 'ad', 'completed', '1', now() FROM metasync.sync_days WHERE day = '2026-01-03';
            """, Cancel);

        var answer = await app.SteerAsync(batch.BatchId, "retry", Cancel);

        Assert.Equal((4, 0), (answer["days"]!.GetValue<int>(), answer["skipped"]!.GetValue<int>()));
        Assert.Equal("queued 4, succeeded 1", await app.StatesAsync(batch.BatchId, Cancel));
        Assert.Equal("2026-01-01, 2026-01-03, 2026-01-04, 2026-01-05", await LaneAsync(app));
        var day = (await app.DaysAsync(batch.BatchId, Cancel))[2];
        Assert.Equal(("queued", 0, null, null, 0), (day.State, day.Attempts, day.Rows, day.Changed, day.Steps.Count));
        Assert.Equal("no", day.Error!.Value.GetProperty("message").GetString());
        Assert.Equal("lost", Assert.Single(day.ReportRuns).State);
        Assert.Equal(0, await app.ScalarAsync<long>("SELECT count(*) FROM metasync.sync_day_reports", Cancel));
    }

    [Fact]
    public async Task A_day_that_waits_in_another_batch_is_not_retried_and_the_answer_says_so()
    {
        var app = await application.EmptiedAsync(Cancel);
        var first = await app.EnqueueAsync("2026-01-01", "2026-01-04", Cancel, "act_1");
        await app.SteerAsync(first.BatchId, "cancel", Cancel);
        var second = await app.EnqueueAsync(new { startDate = "2026-01-02", endDate = "2026-01-03", accounts = OneAccount, chunkDays = 2 }, Cancel);

        var answer = await app.SteerAsync(first.BatchId, "retry", Cancel);
        Assert.Equal((2, 2), (answer["days"]!.GetValue<int>(), answer["skipped"]!.GetValue<int>()));
        Assert.Equal("cancelled 2, queued 2", await app.StatesAsync(first.BatchId, Cancel));

        await app.SteerAsync(second.BatchId, "cancel", Cancel);
        await app.SteerAsync(first.BatchId, "retry", Cancel);
        Assert.Contains("wait in another batch", await app.RefusesToAsync(second.BatchId, "retry", Cancel));
    }

    [Fact]
    public async Task What_there_is_nothing_to_do_for_is_refused_with_the_state_and_the_way_out()
    {
        var app = await application.EmptiedAsync(Cancel);
        var batch = await app.EnqueueAsync("2026-01-01", "2026-01-02", Cancel, "act_1");

        Assert.Contains("is queued, and not paused", await app.RefusesToAsync(batch.BatchId, "resume", Cancel));
        Assert.Contains("no failed, cancelled or paused day", await app.RefusesToAsync(batch.BatchId, "retry", Cancel));
        await app.SteerAsync(batch.BatchId, "pause", Cancel);
        Assert.Contains($"/api/sync/{batch.BatchId}/resume", await app.RefusesToAsync(batch.BatchId, "pause", Cancel));
        var cancelled = await app.SteerAsync(batch.BatchId, "cancel", Cancel);
        Assert.Equal("cancelled", cancelled["data"]!["state"]!.GetValue<string>());
        Assert.Null(cancelled["data"]!["paused"]);
        Assert.Contains("is cancelled", await app.RefusesToAsync(batch.BatchId, "pause", Cancel));
        Assert.Contains("/retry", await app.RefusesToAsync(batch.BatchId, "resume", Cancel));
        Assert.Equal(0, (await app.SteerAsync(batch.BatchId, "cancel", Cancel))["days"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("pause")]
    [InlineData("resume")]
    [InlineData("retry")]
    public async Task A_batch_that_is_not_there_can_not_be_steered_and_an_empty_object_is_as_good_as_no_body(string verb)
    {
        var app = application.App;
        using var body = new StringContent("{}", Encoding.UTF8, "application/json");
        using var response = await app.Api.PostAsync("/api/sync/0199c0de-0000-7000-8000-000000000000/" + verb, body, Cancel);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("urn:metasync:problem:unknown-batch", JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancel))!["type"]!.GetValue<string>());
    }

    [Fact]
    public async Task Resumed_and_enqueued_at_the_same_moment_the_lane_stays_one_chain()
    {
        var app = await application.EmptiedAsync(Cancel);
        var batches = new List<Guid>();
        for (var n = 1; n <= 6; n++)
            batches.Add((await app.EnqueueAsync($"2026-01-{n:00}", $"2026-01-{n:00}", Cancel, "act_1")).BatchId);
        foreach (var batch in batches)
            await app.SteerAsync(batch, "pause", Cancel);

        await Task.WhenAll(
            [.. batches.Select(batch => app.SteerAsync(batch, "resume", Cancel)), .. Enumerable.Range(1, 6).Select(n => app.EnqueueAsync($"2026-02-{n:00}", $"2026-02-{n:00}", Cancel, "act_2"))]);

        Assert.Equal(12, await app.ScalarAsync<long>("SELECT count(*) FROM qrtz_triggers", Cancel));
        Assert.Equal(1, await app.ScalarAsync<long>("SELECT count(*) FROM qrtz_triggers WHERE trigger_state = 'WAITING'", Cancel));
        Assert.Equal(11, await app.ScalarAsync<long>("SELECT count(DISTINCT continues_trigger_name) FROM qrtz_triggers", Cancel));
    }

    private static Task<string?> LaneAsync(SyncApplication app) =>
        app.ScalarAsync<string>("SELECT string_agg(day::text, ', ' ORDER BY place) FROM metasync.sync_days WHERE state = 'queued'", Cancel);

    private static Task<string?> ChainAsync(SyncApplication app) => app.ScalarAsync<string>("""
        SELECT string_agg(split_part(trigger_name, '.', 3) || ' waits for ' || coalesce(split_part(continues_trigger_name, '.', 3), 'nothing'), ', ' ORDER BY split_part(trigger_name, '.', 3))
        FROM qrtz_triggers
        """, Cancel);
}
