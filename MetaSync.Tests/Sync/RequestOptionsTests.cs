using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MetaSync.Tests.Support;

namespace MetaSync.Tests.Sync;

/// <summary>What a request's options and its key do to what is enqueued.</summary>
public sealed class RequestOptionsTests(PostgresServer server, IdleApplication application) : IClassFixture<IdleApplication>
{
    private static readonly string[] OneAccount = ["act_1"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("all", 1, 8, 2)]
    [InlineData("missing", 1, 3, 7)]
    [InlineData("missing-and-failed", 1, 5, 5)]
    [InlineData("all", 3, 3, 2)]
    [InlineData("missing", 3, 2, 7)]
    [InlineData("missing-and-failed", 3, 2, 5)]
    public async Task A_dry_run_says_what_the_request_then_does(string mode, int chunkDays, int jobs, int skipped)
    {
        var app = await application.EmptiedAsync(Cancel);
        await TenDaysAsync(app);

        var told = await app.DryRunAsync(Request(true), Cancel);
        Assert.Equal((mode, jobs, skipped), (told["mode"]!.GetValue<string>(), told["jobCount"]!.GetValue<int>(), told["skipped"]!.GetValue<int>()));
        Assert.Equal((jobs, skipped), (told["days"]!.AsArray().Count, told["skippedDays"]!.AsArray().Count));
        Assert.Equal(1, await app.ScalarAsync<long>("SELECT count(*) FROM metasync.sync_batches", Cancel)); // nothing is stored

        var done = await app.EnqueueAsync(Request(false), Cancel);
        Assert.Equal((jobs, skipped), (done.JobCount, done.Skipped));
        Assert.Equal(
            string.Join(", ", told["days"]!.AsArray().Select(day => $"{day!["day"]}..{day["endDay"]}")),
            await app.ScalarAsync<string>($"SELECT string_agg(day || '..' || end_day, ', ' ORDER BY place) FROM metasync.sync_days WHERE batch_id = '{done.BatchId}'", Cancel));
        var batch = await app.BatchAsync(done.BatchId, Cancel);
        Assert.Equal($$"""{"mode":"{{mode}}","chunkDays":{{chunkDays}},"priority":"normal","stopOnFailure":false}""", batch["options"]!.ToJsonString());

        object Request(bool dryRun) => new { startDate = "2026-01-01", endDate = "2026-01-10", accounts = OneAccount, mode, chunkDays, dryRun };
    }

    [Fact]
    public async Task A_dry_run_says_of_each_day_why()
    {
        var app = await application.EmptiedAsync(Cancel);
        await TenDaysAsync(app);

        var told = await app.DryRunAsync(new { startDate = "2026-01-01", endDate = "2026-01-10", accounts = OneAccount, dryRun = true }, Cancel);

        Assert.Equal("1 final, 2 provisional, 3 empty, 6 missing, 7 failed, 8 failed, 9 missing, 10 missing", Of("days"));
        Assert.Equal("4 waiting, 5 waiting", Of("skippedDays"));

        string Of(string list) => string.Join(", ", told[list]!.AsArray().Select(day => $"{int.Parse(day!["day"]!.GetValue<string>()[^2..], null)} {day["why"]}"));
    }

    [Fact]
    public async Task A_day_is_in_when_all_configured_reports_of_it_are()
    {
        var app = await application.EmptiedAsync(Cancel);
        await TenDaysAsync(app);
        await app.ExecuteAsync("""
            DELETE FROM metasync.sync_days;
            INSERT INTO metasync.reports (report, level, is_configured) VALUES ('ad', 'ad', true), ('campaign', 'campaign', true), ('old', 'ad', false);
            INSERT INTO metasync.insights_days (account, report, day, rows, as_of, changed_at, batch_id) VALUES ('act_1', 'campaign', '2026-01-02', 1, now(), now(), gen_random_uuid());
            """, Cancel);
        try
        {
            var told = await app.DryRunAsync(new { startDate = "2026-01-01", endDate = "2026-01-03", accounts = OneAccount, mode = "missing", dryRun = true }, Cancel);

            Assert.Equal(["2026-01-01", "2026-01-03"], told["days"]!.AsArray().Select(day => day!["day"]!.GetValue<string>()));
            Assert.Equal((4, 8), (told["estimatedCalls"]!["low"]!.GetValue<int>(), told["estimatedCalls"]!["high"]!.GetValue<int>())); // two reports a day
        }
        finally
        {
            await app.ExecuteAsync("DELETE FROM metasync.reports", Cancel);
        }
    }

    [Fact]
    public async Task An_estimate_follows_what_the_accounts_newest_jobs_have_cost()
    {
        var app = await application.EmptiedAsync(Cancel);
        await app.EnqueueAsync("2026-01-01", "2026-01-10", Cancel, "act_1");
        await app.ExecuteAsync("UPDATE metasync.sync_days SET state = 'succeeded', finished_at = now(), calls = 3 + extract(day FROM day)::int % 2 * 2", Cancel);

        var told = await app.DryRunAsync(new { startDate = "2026-03-01", endDate = "2026-03-04", accounts = OneAccount, dryRun = true }, Cancel);

        Assert.Equal((12, 20), (told["estimatedCalls"]!["low"]!.GetValue<int>(), told["estimatedCalls"]!["high"]!.GetValue<int>()));
    }

    [Fact]
    public async Task Chunks_of_one_account_never_overlap_in_whatever_lane_and_however_many_ask_at_once()
    {
        var app = await application.EmptiedAsync(Cancel);
        await using var other = await SyncApplication.StartAsync(
            server, workers: 0, Cancel, accounts: "act_1,act_2", database: app.ConnectionString,
            configure: builder => builder.Project("api").WithEnvironment("Sync__Lanes", "PerAccount")); // the setting is being changed

        var receipts = await Task.WhenAll(Enumerable.Range(0, 12).Select(n => (n % 3 == 0 ? other : app).EnqueueAsync(
            new { startDate = $"2026-01-{1 + n:00}", endDate = $"2026-02-{1 + n:00}", accounts = OneAccount, chunkDays = 1 + n, priority = n % 2 == 0 ? "high" : "normal" }, Cancel)));

        Assert.Equal(43, await app.ScalarAsync<long>("SELECT sum(end_day - day + 1) FROM metasync.sync_days", Cancel));
        Assert.Equal(43, await app.ScalarAsync<long>("SELECT count(DISTINCT day + n) FROM metasync.sync_days, generate_series(0, end_day - day) AS n", Cancel));
        Assert.Equal(12 * 32 - 43, receipts.Sum(receipt => receipt.Skipped));
    }

    [Fact]
    public async Task A_request_that_is_sent_again_with_its_key_gives_the_same_answer_and_no_second_batch()
    {
        var app = await application.EmptiedAsync(Cancel);
        var body = new { startDate = "2026-01-01", endDate = "2026-01-05", accounts = OneAccount };

        var (first, _) = await PostAsync(app, "key-1", body);
        await app.ExecuteAsync("UPDATE metasync.sync_days SET state = 'succeeded', finished_at = now()", Cancel);
        var (second, replayed) = await PostAsync(app, "key-1", body);
        var (third, _) = await PostAsync(app, "key-2", body);

        Assert.Equal(first, second);
        Assert.True(replayed);
        Assert.NotEqual(first, third);
        Assert.Equal(2, await app.ScalarAsync<long>("SELECT count(*) FROM metasync.sync_batches", Cancel));
    }

    [Fact]
    public async Task Sent_many_times_at_the_same_moment_a_key_gives_one_batch_and_one_answer()
    {
        var app = await application.EmptiedAsync(Cancel);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => PostAsync(app, "key", new { startDate = "2026-01-01", endDate = "2026-01-31" })));

        Assert.Single(answers.Select(answer => answer.Body).Distinct());
        Assert.Equal(1, answers.Count(answer => !answer.IsReplay));
        Assert.Equal(1, await app.ScalarAsync<long>("SELECT count(*) FROM metasync.sync_batches", Cancel));
    }

    [Fact]
    public async Task A_key_that_comes_with_another_request_is_refused()
    {
        var app = await application.EmptiedAsync(Cancel);
        await PostAsync(app, "key", new { startDate = "2026-01-01", endDate = "2026-01-05" });

        using var response = await SendAsync(app, "key", new { startDate = "2026-01-01", endDate = "2026-01-06" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancel))!;
        Assert.Equal("urn:metasync:problem:idempotency-key-reused", problem["type"]!.GetValue<string>());
        Assert.Contains("'key'", problem["detail"]!.GetValue<string>());
        Assert.Equal(1, await app.ScalarAsync<long>("SELECT count(*) FROM metasync.sync_batches", Cancel));
    }

    [Theory]
    [InlineData("a key")]
    [InlineData("")]
    public async Task A_key_that_is_none_is_refused(string key)
    {
        var app = await application.EmptiedAsync(Cancel);

        using var response = await SendAsync(app, key, new { startDate = "2026-01-01", endDate = "2026-01-06" });

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("Idempotency-Key is", await response.Content.ReadAsStringAsync(Cancel));
    }

    /// <summary>Of ten days: one final, one provisional, one empty, two that wait in one chunk, one of which nothing is known, two that failed (one is in all the same), and two as the sixth.</summary>
    private static async Task TenDaysAsync(SyncApplication app)
    {
        await app.EnqueueAsync(new { startDate = "2026-01-04", endDate = "2026-01-05", accounts = OneAccount, chunkDays = 2 }, Cancel);
        await app.ExecuteAsync("""
            DELETE FROM metasync.insights_days;
            INSERT INTO metasync.insights_days (account, report, day, rows, as_of, changed_at, batch_id) VALUES
              ('act_1', 'ad', '2026-01-01', 5, '2026-06-01', now(), gen_random_uuid()), ('act_1', 'ad', '2026-01-02', 5, '2026-01-03', now(), gen_random_uuid()),
              ('act_1', 'ad', '2026-01-03', 0, '2026-06-01', now(), gen_random_uuid()), ('act_1', 'ad', '2026-01-08', 5, '2026-06-01', now(), gen_random_uuid());
            INSERT INTO metasync.sync_days (batch_id, lane, account, day, end_day, state, finished_at)
            SELECT id, 'meta_sync', 'act_1', day, end_day, state, finished_at FROM metasync.sync_batches, (VALUES
              ('2026-01-07'::date, '2026-01-08'::date, 'failed', now()), ('2026-01-08', '2026-01-08', 'succeeded', now() - interval '1 hour'),
              ('2026-01-02', '2026-01-02', 'failed', now() - interval '1 hour'), ('2026-01-02', '2026-01-02', 'succeeded', now())
            ) AS job (day, end_day, state, finished_at);
            """, Cancel);
    }

    private static async Task<(string Body, bool IsReplay)> PostAsync(SyncApplication app, string key, object body)
    {
        using var response = await SendAsync(app, key, body);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        return ($"{response.Headers.Location} {await response.Content.ReadAsStringAsync(Cancel)}", response.Headers.Contains("Idempotency-Replayed"));
    }

    private static async Task<HttpResponseMessage> SendAsync(SyncApplication app, string key, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/sync") { Content = JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await app.Api.SendAsync(request, Cancel);
    }
}
