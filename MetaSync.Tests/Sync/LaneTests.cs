using MetaSync.Tests.Support;

namespace MetaSync.Tests.Sync;

/// <summary>One day at a time and in date order, whatever happens. The simulator's journal is the witness.</summary>
public sealed class LaneTests(PostgresServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_workers_run_200_days_one_at_a_time_and_in_order()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 2, Cancel);

        var batch = await app.EnqueueAsync("2025-01-01", "2025-07-19", Cancel);
        var days = await app.FinishedAsync(batch.BatchId, Cancel);

        Assert.Equal(200, days.Count);
        Assert.All(days, day => Assert.Equal(("succeeded", 1), (day.State, day.Attempts)));
        var calls = await app.Simulator.CallsAsync(Cancel);
        calls.AreOneAtATime();
        Assert.Equal(days.Select(day => day.Day), calls.DaysInOrder());
    }

    [Fact]
    public async Task Two_ranges_posted_together_run_one_after_the_other()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 2, Cancel, accounts: "act_1,act_2");

        var ranges = await Task.WhenAll(
            app.EnqueueAsync("2026-03-01", "2026-03-20", Cancel, "act_1"), app.EnqueueAsync("2026-01-01", "2026-01-20", Cancel, "act_2"));
        await app.FinishedAsync(ranges[0].BatchId, Cancel);
        await app.FinishedAsync(ranges[1].BatchId, Cancel);

        var calls = await app.Simulator.CallsAsync(Cancel);
        calls.AreOneAtATime();
        DateOnly[] march = [.. Days.From("2026-03-01", 20)], january = [.. Days.From("2026-01-01", 20)];
        Assert.Equal(calls[0].Account == "act_1" ? [.. march, .. january] : [.. january, .. march], calls.DaysInOrder());
    }

    [Fact]
    public async Task Several_accounts_share_the_lane_day_by_day()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 2, Cancel, accounts: "act_1,act_2,act_3");

        await app.FinishedAsync((await app.EnqueueAsync("2026-03-01", "2026-03-05", Cancel)).BatchId, Cancel);

        var calls = await app.Simulator.CallsAsync(Cancel);
        calls.AreOneAtATime();
        Assert.Equal(Days.From("2026-03-01", 5).SelectMany(day => new[] { day, day, day }), calls.Select(call => call.Day!.Value));
    }

    [Fact]
    public async Task A_day_that_fails_twice_holds_its_place()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 2, Cancel);
        await app.Simulator.FailAsync(new { action = "outage-2", day = "2026-01-03", times = 2 }, Cancel);

        var batch = await app.EnqueueAsync("2026-01-01", "2026-01-06", Cancel);
        var days = await app.FinishedAsync(batch.BatchId, Cancel);

        Assert.All(days, day => Assert.Equal("succeeded", day.State));
        Assert.Equal([1, 1, 3, 1, 1, 1], days.Select(day => day.Attempts));
        Assert.Equal([1, 2, 3, 3, 3, 4, 5, 6], (await app.Simulator.CallsAsync(Cancel)).Select(call => call.Day!.Value.Day));
    }

    [Fact]
    public async Task A_day_that_fails_for_good_carries_Metas_error_and_the_next_ones_go_on()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 2, Cancel);
        await app.Simulator.FailAsync(new { action = "badbreakdown-2-1504041", day = "2026-01-03" }, Cancel);

        var batch = await app.EnqueueAsync("2026-01-01", "2026-01-05", Cancel);
        var days = await app.FinishedAsync(batch.BatchId, Cancel);

        Assert.Equal(["succeeded", "succeeded", "failed", "succeeded", "succeeded"], days.Select(day => day.State));
        var error = days[2].Error!.Value;
        Assert.Equal((2, 1504041), (error.GetProperty("code").GetInt32(), error.GetProperty("subcode").GetInt32()));
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
        Assert.NotEmpty(error.GetProperty("fbtraceId").GetString()!);
        Assert.Equal(1, days[2].Attempts); // no second try for what no second try can mend
        Assert.Equal("failed", (await app.BatchAsync(batch.BatchId, Cancel))["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_day_is_given_up_after_the_last_try()
    {
        await using var app = await SyncApplication.StartAsync(
            server, workers: 1, Cancel, worker: new Dictionary<string, string> { ["Sync__MaxAttempts"] = "3", ["Sync__RetryDelay"] = "00:00:00.050" });
        await app.Simulator.FailAsync(new { action = "html-500", day = "2026-01-01" }, Cancel);

        var days = await app.FinishedAsync((await app.EnqueueAsync("2026-01-01", "2026-01-02", Cancel)).BatchId, Cancel);

        Assert.Equal([("failed", 3), ("succeeded", 1)], days.Select(day => (day.State, day.Attempts)));
    }

    [Fact]
    public async Task A_database_that_refuses_a_day_is_no_try_of_the_day()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 2, Cancel);
        await app.ExecuteAsync("""
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no room'; END $$;
            CREATE TRIGGER refuse BEFORE INSERT ON metasync.insights FOR EACH ROW EXECUTE FUNCTION refuse();
            """, Cancel);

        var batch = await app.EnqueueAsync("2026-01-01", "2026-01-02", Cancel);
        await Eventually.TrueAsync(async () => (await app.Simulator.CallsAsync(Cancel)).Count >= 3, "the day has been fetched three times", Cancel);
        await app.ExecuteAsync("DROP TRIGGER refuse ON metasync.insights", Cancel);

        Assert.All(await app.FinishedAsync(batch.BatchId, Cancel), day => Assert.Equal(("succeeded", 1), (day.State, day.Attempts)));
        var fetches = (await app.Simulator.CallsAsync(Cancel)).Where(call => call.Day == new DateOnly(2026, 1, 1)).ToArray();
        Assert.True(fetches.Length >= 3);
        // Quartz fires again after one and two seconds. Without that the day would be taken for lost after ten, each time.
        Assert.InRange(fetches[2].Received - fetches[0].Received, TimeSpan.Zero, TimeSpan.FromSeconds(18));
    }

    [Fact]
    public async Task Each_account_in_its_own_lane_does_not_wait_for_another()
    {
        await using var app = await SyncApplication.StartAsync(
            server, workers: 2, Cancel, accounts: "act_1,act_2", configure: builder => builder.Project("api").WithEnvironment("Sync__Lanes", "PerAccount"));
        await app.Simulator.FailAsync(new { action = "hang", account = "act_1" }, Cancel);

        var stuck = await app.EnqueueAsync("2026-01-01", "2026-01-05", Cancel, "act_1");
        var free = await app.EnqueueAsync("2026-01-01", "2026-01-05", Cancel, "act_2");

        Assert.All(await app.FinishedAsync(free.BatchId, Cancel), day => Assert.Equal("succeeded", day.State));
        Assert.Equal("running", (await app.BatchAsync(stuck.BatchId, Cancel))["state"]!.GetValue<string>());
        Assert.Equal(Days.From("2026-01-01", 5), (await app.Simulator.CallsAsync(Cancel)).Where(call => call.Account == "act_2").Select(call => call.Day!.Value));
    }
}
