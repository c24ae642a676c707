using MetaSync.Tests.Support;
using MetaSync.Tests.Sync;

namespace MetaSync.Tests.Reports;

/// <summary>How report runs end at Meta, and what follows. In virtual time.</summary>
public sealed class RunEndTests(PostgresServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("run-skipped", "skipped")]
    [InlineData("run-failed", "failed")] // -2/2490547: try it later
    public async Task A_run_that_Meta_skips_or_could_not_make_is_submitted_again_once_it_is_over(string action, string state)
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 2, Cancel, virtualTime: new VirtualTime(60));
        await app.Simulator.FailAsync(new object[]
        {
            new { action = "rows-100-1487534", method = "GET", path = "/act_1/insights" },
            new { action, day = "2026-01-01", times = 1 },
        }, Cancel);

        var days = await app.FinishedAsync((await app.EnqueueAsync("2026-01-01", "2026-01-02", Cancel)).BatchId, Cancel);

        Assert.All(days, day => Assert.Equal("succeeded", day.State));
        Assert.Equal([state, "completed"], days[0].ReportRuns.Select(run => run.State));
        Assert.Equal(["completed"], days[1].ReportRuns.Select(run => run.State));
        (await app.Simulator.RunsAsync(Cancel)).AreNeverTwoAtOnce();
        await Truth.IsStoredAsync(app, "act_1", "2026-01-01", "2026-01-02", Cancel);
    }

    [Fact]
    public async Task A_run_that_is_not_found_right_after_its_submission_is_looked_for_again()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel, virtualTime: new VirtualTime(6)); // it is given up after a minute, which is ten real seconds
        await app.Simulator.FailAsync(new object[]
        {
            new { action = "rows-100-1487534", method = "GET", path = "/act_1/insights" },
            new { action = "run-missing", times = 2 },
        }, Cancel);

        var days = await app.FinishedAsync((await app.EnqueueAsync("2026-01-01", "2026-01-01", Cancel)).BatchId, Cancel);

        Assert.Equal(("succeeded", 1), (days[0].State, days[0].Attempts));
        Assert.Single(days[0].ReportRuns);
    }
}
