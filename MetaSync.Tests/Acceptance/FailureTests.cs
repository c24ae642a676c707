using MetaSync.Tests.Support;
using MetaSync.Tests.Sync;

namespace MetaSync.Tests.Acceptance;

/// <summary>A day fails for good: the batch stops if it is to, and what failed is tried again when somebody asks for it.</summary>
public sealed class FailureTests(PostgresServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_batch_that_is_to_stop_at_a_failure_is_paused_by_it_and_what_is_behind_it_goes_on()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 2, Cancel);
        await app.Simulator.FailAsync(new { action = "badbreakdown-2-1504041", day = "2026-01-03" }, Cancel);

        var first = await app.EnqueueAsync(new { startDate = "2026-01-01", endDate = "2026-01-06", stopOnFailure = true }, Cancel);
        var second = await app.EnqueueAsync("2026-02-01", "2026-02-02", Cancel);

        Assert.All(await app.FinishedAsync(second.BatchId, Cancel), day => Assert.Equal("succeeded", day.State));
        Assert.Equal("failed 1, paused 3, succeeded 2", await app.StatesAsync(first.BatchId, Cancel));
        var batch = await app.BatchAsync(first.BatchId, Cancel);
        Assert.Equal(("paused", "day-failed"), (batch["state"]!.GetValue<string>(), batch["paused"]!["reason"]!.GetValue<string>()));
        await app.NoJobIsLeftAsync(Cancel);

        await app.Simulator.ForgiveAsync(Cancel);
        await app.SteerAsync(first.BatchId, "retry", Cancel); // with the failed day, the paused ones
        Assert.All(await app.FinishedAsync(first.BatchId, Cancel), day => Assert.Equal(("succeeded", 1), (day.State, day.Attempts)));
        Assert.Equal([1, 2, 3, 1, 2, 3, 4, 5, 6], (await app.Simulator.CallsAsync(Cancel)).Select(call => call.Day!.Value.Day));
        await Truth.IsStoredAsync(app, "act_1", "2026-01-01", "2026-01-06", Cancel);
    }

    [Fact]
    public async Task A_report_that_was_refused_is_asked_for_again_when_its_day_is_retried()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel);
        await app.Simulator.FailAsync(new { action = "badbreakdown-2-1504041", day = "2026-01-02" }, Cancel);
        var batch = await app.EnqueueAsync("2026-01-01", "2026-01-03", Cancel);
        Assert.Equal(["succeeded", "failed", "succeeded"], (await app.FinishedAsync(batch.BatchId, Cancel)).Select(day => day.State));
        await app.Simulator.ForgiveAsync(Cancel);

        await app.SteerAsync(batch.BatchId, "retry", Cancel);

        var days = await app.FinishedAsync(batch.BatchId, Cancel);
        Assert.All(days, day => Assert.Equal(("succeeded", 1, false), (day.State, day.Attempts, day.Error is not null)));
        Assert.Equal([1, 2, 3, 2], (await app.Simulator.CallsAsync(Cancel)).Select(call => call.Day!.Value.Day));
        await Truth.IsStoredAsync(app, "act_1", "2026-01-01", "2026-01-03", Cancel);
    }
}
