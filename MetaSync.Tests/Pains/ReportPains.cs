using MetaSync.Tests.Reports;
using MetaSync.Tests.Support;
using MetaSync.Tests.Sync;
using MetaSync.Worker.Reports;

namespace MetaSync.Tests.Pains;

/// <summary>What users of other connectors suffer from while Meta prepares reports.</summary>
public sealed class ReportPains(PostgresServer server)
{
    private static readonly object OnlyAsRuns = new { action = "rows-100-1487534", method = "GET", path = "/act_1/insights" };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pain_02_A_stuck_run_is_seen_with_its_age_and_percent_and_is_given_up_after_90_minutes_and_submitted_once_more()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel, virtualTime: new VirtualTime(400));
        await app.Simulator.FailAsync(new object[] { new { action = "run-stuck", percent = 37, times = 1 }, OnlyAsRuns }, Cancel);

        var batch = await app.EnqueueAsync("2026-01-01", "2026-01-01", Cancel);
        await Eventually.TrueAsync(
            async () => (await app.DaysAsync(batch.BatchId, Cancel))[0] is { State: "waiting", WaitingReason: "report", ReportRuns: [{ State: "running", Percent: 37, SubmittedAt: not null }] },
            "the stuck run is seen at 37 %", Cancel);
        var day = Assert.Single(await app.FinishedAsync(batch.BatchId, Cancel));

        Assert.Equal(("succeeded", 1), (day.State, day.Attempts)); // tries are counted for each run
        Assert.Equal(["lost", "completed"], day.ReportRuns.Select(run => run.State));
        var runs = await app.Simulator.RunsAsync(Cancel);
        Assert.Equal(2, runs.Count);
        Assert.InRange(runs[1].Submitted - runs[0].Submitted, TimeSpan.FromMinutes(90), TimeSpan.FromMinutes(100));
        await Truth.IsStoredAsync(app, "act_1", "2026-01-01", "2026-01-01", Cancel);
    }

    [Fact]
    public async Task Pain_03_A_slow_run_is_never_submitted_again_while_it_is_live_not_even_when_its_worker_is_killed()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 3, Cancel, virtualTime: new VirtualTime(60));
        await app.Simulator.ResetAsync(new { async = new { @base = "00:04:00", spread = 0 } }, Cancel);
        await app.Simulator.FailAsync(OnlyAsRuns, Cancel);

        var batch = await app.EnqueueAsync("2026-01-01", "2026-01-02", Cancel);
        await Eventually.TrueAsync(async () => (await app.Simulator.RunsAsync(Cancel)).Any(run => run.Polls > 0), "a run has been asked after", Cancel);
        var worker = await app.ScalarAsync<string>("SELECT worker FROM metasync.sync_days ORDER BY id LIMIT 1", Cancel);
        using (var process = SyncApplication.WorkerProcess(worker!))
            process.Kill();

        Assert.All(await app.FinishedAsync(batch.BatchId, Cancel), day => Assert.Equal("succeeded", day.State));
        var runs = await app.Simulator.RunsAsync(Cancel);
        runs.AreNeverTwoAtOnce();
        Assert.Equal([1, 2], runs.Select(run => run.Day.Day));
        Assert.All(runs, run => Assert.InRange(run.Polls, 1, 20)); // by its age: every few seconds at first, then every minute
    }

    [Fact]
    public async Task Pain_04_A_run_at_100_percent_that_cannot_be_read_yet_is_waited_for_and_spends_no_attempt()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel, virtualTime: new VirtualTime(60));
        await app.Simulator.ResetAsync(new { async = new { @base = "00:00:05", spread = 0, atHundred = "00:01:00" } }, Cancel);
        await app.Simulator.FailAsync(new object[] { new { action = "run-not-readable", times = 2 }, OnlyAsRuns }, Cancel);

        var day = Assert.Single(await app.FinishedAsync((await app.EnqueueAsync("2026-01-01", "2026-01-01", Cancel)).BatchId, Cancel));

        Assert.Equal(("succeeded", 1), (day.State, day.Attempts));
        var run = Assert.Single(await app.Simulator.RunsAsync(Cancel));
        var reads = (await app.Simulator.CallsAsync(Cancel)).Where(call => call.Path.EndsWith($"/{run.Id}/insights", StringComparison.Ordinal)).ToArray();
        Assert.Equal([2601, 2601, null], reads.Select(read => read.ErrorCode));
        Assert.True(reads[0].Received >= run.Ends, "The run was read while it was at 100 % and not completed.");
        Assert.All(reads.Zip(reads.Skip(1)), pair => Assert.True(pair.Second.Received - pair.First.Finished >= TimeSpan.FromSeconds(3)));
        await Truth.IsStoredAsync(app, "act_1", "2026-01-01", "2026-01-01", Cancel);
    }

    [Fact]
    public async Task Pain_05_A_report_that_is_too_much_is_asked_for_in_parts_and_the_next_day_begins_with_them()
    {
        await using var app = await StartWithBigReportAsync();

        var days = await app.FinishedAsync((await app.EnqueueAsync("2026-01-01", "2026-01-02", Cancel)).BatchId, Cancel);

        Assert.All(days, day => Assert.Equal(("succeeded", 1), (day.State, day.Attempts)));
        Assert.Equal(["pages of 100", "a report run, pages of 500", "report runs of half of the campaigns, pages of 500"], days[0].Steps.Take(3).Select(step => step.Step));
        var calls = await app.Simulator.CallsAsync(Cancel);
        Assert.Contains(calls, call => call.ErrorCode is not null && call.Day == new DateOnly(2026, 1, 1));
        Assert.DoesNotContain(calls, call => call.ErrorCode is not null && call.Day == new DateOnly(2026, 1, 2));
        Assert.Equal("ad", calls[0].Level);
        Assert.Equal(["campaign"], calls.Where(call => call is { Method: "GET", RunId: null } && call.Day == new DateOnly(2026, 1, 2)).Select(call => call.Level));
        await Truth.IsStoredAsync(app, "act_1", "2026-01-01", "2026-01-02", Cancel, Report.Of(ByCountry));
    }

    [Fact]
    public async Task Pain_06_The_parts_of_a_report_are_found_by_one_small_call_without_breakdowns()
    {
        await using var app = await StartWithBigReportAsync();

        var days = await app.FinishedAsync((await app.EnqueueAsync("2026-01-01", "2026-01-02", Cancel)).BatchId, Cancel);

        Assert.All(days, day => Assert.Equal("succeeded", day.State));
        var discoveries = (await app.Simulator.CallsAsync(Cancel)).Where(call => call.Level is "campaign").ToArray();
        Assert.Equal([1, 2], discoveries.Select(call => call.Day!.Value.Day)); // once a day, however often the day is looked at
        Assert.All(discoveries, call => Assert.Equal((null, (int?)200), (call.Breakdowns, call.Status)));
        var runs = await app.Simulator.RunsAsync(Cancel);
        runs.AreNeverTwoAtOnce();
        Assert.All(runs, run => Assert.Equal("country", run.Breakdowns));
        Assert.All(runs.Skip(1), run => Assert.Contains("campaign.id", run.Filtering));
    }

    [Fact]
    public async Task Pain_17_A_small_day_takes_one_call_and_no_report_run()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel);

        var days = await app.FinishedAsync((await app.EnqueueAsync("2026-01-01", "2026-01-10", Cancel)).BatchId, Cancel);

        Assert.All(days, day => Assert.Equal("succeeded", day.State));
        Assert.Equal(Days.From("2026-01-01", 10), (await app.Simulator.CallsAsync(Cancel)).Select(call => call.Day!.Value));
        Assert.Empty(await app.Simulator.RunsAsync(Cancel));
    }

    private static readonly ReportOptions ByCountry = new() { Name = "ad_by_country", Fields = ["impressions", "spend", "clicks", "reach"], Breakdowns = ["country"] };

    /// <summary>Too many rows for one call and for one run, but not for half of it: by Meta's own limits, and no injected error.</summary>
    private async Task<SyncApplication> StartWithBigReportAsync()
    {
        var app = await SyncApplication.StartAsync(server, workers: 1, Cancel, ReportSettings.AsEnvironment(ByCountry), virtualTime: new VirtualTime(60));
        var rows = (await app.Simulator.TruthAsync("act_1", "2026-01-01", "2026-01-01", Report.Of(ByCountry), Cancel)).Count;
        await app.Simulator.ResetAsync(new { maximumSyncRows = rows / 3, maximumRunRows = rows * 4 / 5 }, Cancel);
        return app;
    }
}
