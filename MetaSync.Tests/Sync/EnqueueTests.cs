using System.Net;
using System.Text.Json;
using MetaSync.Tests.Support;

namespace MetaSync.Tests.Sync;

public sealed class EnqueueTests(PostgresServer server, IdleApplication application) : IClassFixture<IdleApplication>
{
    private static readonly string[] OneAccount = ["act_1"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_range_becomes_one_job_per_day_in_one_transaction()
    {
        var app = await application.EmptiedAsync(Cancel);

        Assert.Equal(1, (await app.EnqueueAsync("2026-01-01", "2026-01-01", Cancel, "act_1")).JobCount);
        Assert.Equal(7, (await app.EnqueueAsync("2026-01-02", "2026-01-08", Cancel, "act_1")).JobCount);
        Assert.Equal(3, (await app.EnqueueAsync("2024-02-28", "2024-03-01", Cancel, "act_1")).JobCount);
        var year = await app.EnqueueAsync("2025-01-01", "2025-12-31", Cancel, "act_1");
        Assert.Equal((365, 0), (year.JobCount, year.Skipped));

        var ofTheYear = $"'{year.BatchId:N}.act_1.2025-%'";
        var rows = await app.ScalarAsync<string>($"""
            SELECT string_agg(tables || ' ' || days || ' ' || transactions, ', ' ORDER BY tables) FROM (
              SELECT 'days' AS tables, count(*) AS days, count(DISTINCT xmin::text) AS transactions FROM metasync.sync_days WHERE batch_id = '{year.BatchId}'
              UNION ALL SELECT 'jobs', count(*), count(DISTINCT xmin::text) FROM qrtz_job_details WHERE job_name LIKE {ofTheYear} AND job_group = 'meta_sync'
              UNION ALL SELECT 'schedules', count(*), count(DISTINCT xmin::text) FROM qrtz_simple_triggers WHERE trigger_name LIKE {ofTheYear}
              UNION ALL SELECT 'triggers', count(*), count(DISTINCT xmin::text) FROM qrtz_triggers WHERE trigger_name LIKE {ofTheYear}) AS counted
            """, Cancel);
        Assert.Equal("days 365 1, jobs 365 1, schedules 365 1, triggers 365 1", rows);

        Assert.Equal(1, await app.ScalarAsync<long>($"""
            SELECT count(DISTINCT xmin::text) FROM (
              SELECT xmin FROM metasync.sync_batches WHERE id = '{year.BatchId}' UNION ALL SELECT xmin FROM metasync.sync_days WHERE batch_id = '{year.BatchId}'
              UNION ALL SELECT xmin FROM qrtz_job_details WHERE job_name LIKE {ofTheYear} UNION ALL SELECT xmin FROM qrtz_triggers WHERE trigger_name LIKE {ofTheYear}
              UNION ALL SELECT xmin FROM qrtz_simple_triggers WHERE trigger_name LIKE {ofTheYear}) AS rows
            """, Cancel));
    }

    [Fact]
    public async Task The_same_range_twice_enqueues_each_day_once()
    {
        var app = await application.EmptiedAsync(Cancel);

        var first = await app.EnqueueAsync("2026-01-01", "2026-01-31", Cancel);
        var second = await app.EnqueueAsync("2026-01-01", "2026-01-31", Cancel);
        var third = await app.EnqueueAsync("2026-01-31", "2026-02-01", Cancel, "act_2");

        Assert.Equal((62, 0), (first.JobCount, first.Skipped));
        Assert.Equal((0, 62), (second.JobCount, second.Skipped));
        Assert.Equal((1, 1), (third.JobCount, third.Skipped));
        Assert.Equal("succeeded", (await app.BatchAsync(second.BatchId, Cancel))["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task Overlapping_ranges_at_the_same_moment_enqueue_each_day_once()
    {
        var app = await application.EmptiedAsync(Cancel);

        var receipts = await Task.WhenAll(Enumerable.Range(0, 12).Select(n =>
            app.EnqueueAsync($"2026-01-{1 + n:00}", $"2026-02-{1 + n:00}", Cancel, "act_1")));

        Assert.Equal(43, receipts.Sum(receipt => receipt.JobCount)); // 1 January to 12 February
        Assert.Equal(12 * 32 - 43, receipts.Sum(receipt => receipt.Skipped));
        Assert.Equal(43, await app.ScalarAsync<long>("SELECT count(DISTINCT day) FROM metasync.sync_days", Cancel));
        Assert.Equal(43, await app.ScalarAsync<long>("SELECT count(*) FROM qrtz_triggers WHERE trigger_group = 'meta_sync'", Cancel));
        Assert.Equal(1, await app.ScalarAsync<long>("SELECT count(*) FROM qrtz_triggers WHERE trigger_state = 'WAITING'", Cancel)); // one chain
    }

    [Fact]
    public async Task No_time_zone_adds_loses_or_repeats_a_day()
    {
        const string zone = "America/Santiago"; // its clocks change at midnight: one day of the year begins at one o'clock
        await using var app = await SyncApplication.StartAsync(
            server, workers: 0, Cancel, configure: builder => builder.Project("api").WithEnvironment("TZ", zone).WithEnvironment("PGTZ", zone));

        Assert.Equal(31, (await app.EnqueueAsync("2026-03-01", "2026-03-31", Cancel)).JobCount);
        Assert.Equal(61, (await app.EnqueueAsync("2025-09-01", "2025-10-31", Cancel)).JobCount);
        Assert.Equal(30, (await app.EnqueueAsync("2024-02-01", "2024-03-01", Cancel)).JobCount);
        Assert.Equal(32, (await app.EnqueueAsync("2024-12-15", "2025-01-15", Cancel)).JobCount);

        Assert.Equal(0, await app.ScalarAsync<long>("""
            SELECT count(*) FROM (
              SELECT start_date + n AS day FROM metasync.sync_batches, generate_series(0, end_date - start_date) AS n
            ) AS asked FULL JOIN metasync.sync_days AS stored USING (day) WHERE asked.day IS NULL OR stored.id IS NULL
            """, Cancel));
    }

    [Fact]
    public async Task Each_account_has_a_lane_of_its_own_when_that_is_asked_for()
    {
        await using var app = await SyncApplication.StartAsync(
            server, workers: 0, Cancel, accounts: "act_1,act_2", configure: builder => builder.Project("api").WithEnvironment("Sync__Lanes", "PerAccount"));

        await app.EnqueueAsync("2026-01-01", "2026-01-03", Cancel);

        Assert.Equal("meta_sync:act_1 3, meta_sync:act_2 3", await app.ScalarAsync<string>("""
            SELECT string_agg(execution_group || ' ' || days, ', ' ORDER BY execution_group)
            FROM (SELECT execution_group, count(*) AS days FROM qrtz_triggers GROUP BY 1) AS lanes
            """, Cancel));
        Assert.Equal(2, await app.ScalarAsync<long>("SELECT count(*) FROM qrtz_triggers WHERE trigger_state = 'WAITING'", Cancel));
    }

    [Fact]
    public async Task A_receipt_says_where_to_look()
    {
        var app = await application.EmptiedAsync(Cancel);

        using var response = await app.PostAsync(new { startDate = "2026-01-01", endDate = "2026-01-31", accounts = OneAccount }, Cancel);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var batch = await app.Api.GetStringAsync(response.Headers.Location, Cancel);
        Assert.Contains("\"state\":\"queued\"", batch);
        Assert.Contains("\"counts\":{\"queued\":31,\"running\":0,\"waiting\":0,\"paused\":0,\"succeeded\":0,\"failed\":0,\"cancelled\":0}", batch);
        Assert.Contains("\"dateRange\":{\"startDate\":\"2026-01-01\",\"endDate\":\"2026-01-31\"}", batch);
        var paths = JsonElement.Parse(await app.Api.GetStringAsync("/openapi/v1.json", Cancel)).GetProperty("paths");
        Assert.Equal(["/api/sync", "/api/sync/{batchId}", "/api/sync/{batchId}/cancel", "/api/sync/{batchId}/days", "/api/sync/{batchId}/events", "/api/sync/{batchId}/pause", "/api/sync/{batchId}/resume", "/api/sync/{batchId}/retry"],
            paths.EnumerateObject().Select(path => path.Name).Where(path => path.StartsWith("/api/sync", StringComparison.Ordinal)).Order());
        Assert.True(paths.GetProperty("/api/sync/{batchId}/cancel").GetProperty("post").GetProperty("responses").TryGetProperty("404", out _));
    }
}
