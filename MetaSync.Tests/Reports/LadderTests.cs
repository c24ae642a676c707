using MetaSync.Tests.Support;
using MetaSync.Tests.Sync;

namespace MetaSync.Tests.Reports;

/// <summary>What happens when Meta says that a report is too much. In virtual time: a report run takes seconds to minutes.</summary>
public sealed class LadderTests(PostgresServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_report_that_is_too_much_goes_to_smaller_pages_then_to_a_run_then_to_runs_of_some_campaigns_and_the_next_day_begins_there()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 2, Cancel, virtualTime: new VirtualTime(60));
        await app.Simulator.FailAsync(new object[]
        {
            new { action = "rows-100-1487534", method = "GET", path = "/act_1/insights", day = "2026-01-01", times = 2 },
            new { action = "run-too-large", phase = "submit", day = "2026-01-01", times = 1 },
        }, Cancel);

        var days = await app.FinishedAsync((await app.EnqueueAsync("2026-01-01", "2026-01-02", Cancel)).BatchId, Cancel);

        Assert.All(days, day => Assert.Equal(("succeeded", 1), (day.State, day.Attempts)));
        Assert.Equal(["pages of 100", "a report run, pages of 500", "report runs of half of the campaigns, pages of 500"], days[0].Steps.Select(step => step.Step));
        Assert.All(days[0].Steps.Take(2), step => Assert.Contains("1487534", step.Reason));
        Assert.Contains("1504045", days[0].Steps[2].Reason);
        Assert.Empty(days[1].Steps);
        Assert.Equal(["failed", "completed", "completed"], days[0].ReportRuns.Select(run => run.State));
        Assert.Equal(["completed", "completed"], days[1].ReportRuns.Select(run => run.State));
        await Truth.IsStoredAsync(app, "act_1", "2026-01-01", "2026-01-02", Cancel);
        (await app.Simulator.RunsAsync(Cancel)).AreNeverTwoAtOnce();
    }

    [Fact]
    public async Task A_part_that_is_too_large_is_halved_until_it_is_one_campaign_and_then_the_day_fails_with_what_to_do()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel, virtualTime: new VirtualTime(60));
        await app.Simulator.FailAsync(new object[]
        {
            new { action = "rows-100-1487534", method = "GET", path = "/act_1/insights", day = "2026-01-01", times = 2 },
            new { action = "run-too-large", phase = "submit", day = "2026-01-01" },
        }, Cancel);

        var days = await app.FinishedAsync((await app.EnqueueAsync("2026-01-01", "2026-01-02", Cancel)).BatchId, Cancel);

        Assert.Equal(["failed", "succeeded"], days.Select(day => day.State));
        Assert.Contains("smallest parts", days[0].Error!.Value.GetProperty("message").GetString());
        Assert.Contains("fewer breakdowns", days[0].Error!.Value.GetProperty("remedy").GetString());
    }

    [Theory]
    [InlineData("reduce-1")]
    [InlineData("rows-100-1487534")]
    public async Task A_page_that_is_too_much_is_asked_for_in_a_smaller_size_and_no_attempt_is_spent(string action)
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel);
        await app.Simulator.FailAsync(new { action, day = "2026-01-01", times = 1 }, Cancel);

        var days = await app.FinishedAsync((await app.EnqueueAsync("2026-01-01", "2026-01-02", Cancel)).BatchId, Cancel);

        Assert.All(days, day => Assert.Equal(("succeeded", 1), (day.State, day.Attempts)));
        Assert.Equal(["500", "100", "100"], (await app.Simulator.CallsAsync(Cancel)).Select(call => call.Limit));
    }
}
