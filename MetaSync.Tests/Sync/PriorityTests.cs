using MetaSync.Tests.Support;

namespace MetaSync.Tests.Sync;

/// <summary>In a lane, days of a higher priority go before those of a lower one.</summary>
public sealed class PriorityTests(PostgresServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_days_of_a_higher_priority_go_before_the_next_one_of_a_lower_one_whichever_came_first()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 2, Cancel);
        await app.Simulator.FailAsync(new { action = "slow", day = "2026-01-01", duration = "00:00:03", times = 1 }, Cancel);
        var low = await app.EnqueueAsync(new { startDate = "2026-01-01", endDate = "2026-01-05", priority = "low" }, Cancel);
        await Eventually.TrueAsync(async () => (await app.Simulator.CallsAsync(Cancel)).Count == 1, "the first low day is running", Cancel);

        await app.EnqueueAsync("2026-02-01", "2026-02-05", Cancel);
        await app.EnqueueAsync(new { startDate = "2026-03-01", endDate = "2026-03-05", priority = "high" }, Cancel);
        await app.FinishedAsync(low.BatchId, Cancel);

        var calls = await app.Simulator.CallsAsync(Cancel);
        calls.AreOneAtATime();
        Assert.Equal(
            [new DateOnly(2026, 1, 1), .. Days.From("2026-03-01", 5), .. Days.From("2026-02-01", 5), .. Days.From("2026-01-02", 4)], calls.DaysInOrder());
    }

    [Fact]
    public async Task While_a_day_of_a_higher_priority_waits_those_of_a_lower_one_run()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 2, Cancel, worker: new Dictionary<string, string> { ["Sync__RetryDelay"] = "00:00:08" });
        await app.Simulator.FailAsync(new { action = "outage-2", day = "2026-03-01", times = 1 }, Cancel);

        var high = await app.EnqueueAsync(new { startDate = "2026-03-01", endDate = "2026-03-02", priority = "high" }, Cancel);
        await Eventually.TrueAsync(async () => await app.StatesAsync(high.BatchId, Cancel) is "queued 1, waiting 1", "the high day waits for its next try", Cancel);
        var normal = await app.EnqueueAsync("2026-02-01", "2026-02-03", Cancel);
        await app.FinishedAsync(normal.BatchId, Cancel);

        Assert.Equal("queued 1, waiting 1", await app.StatesAsync(high.BatchId, Cancel));
        Assert.All(await app.FinishedAsync(high.BatchId, Cancel), day => Assert.Equal("succeeded", day.State));
    }
}
