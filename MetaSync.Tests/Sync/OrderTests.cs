using MetaSync.Tests.Support;

namespace MetaSync.Tests.Sync;

public sealed class OrderTests(PostgresServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_day_that_Quartz_fires_too_early_lets_the_one_before_it_go_first()
    {
        await using var idle = await SyncApplication.StartAsync(server, workers: 0, Cancel);
        var batch = await idle.EnqueueAsync("2026-01-01", "2026-01-04", Cancel);
        // What a second crash of the same day leaves behind: its successors are released, and its own firing is the last.
        await idle.ExecuteAsync("""
            UPDATE qrtz_triggers SET trigger_state = 'WAITING', continues_trigger_name = NULL, continues_trigger_group = NULL;
            UPDATE qrtz_triggers SET next_fire_time = next_fire_time + 3 * 10000000 WHERE trigger_name LIKE '%.2026-01-01.%';
            """, Cancel);

        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel, database: idle.ConnectionString);
        var days = await app.FinishedAsync(batch.BatchId, Cancel);

        Assert.All(days, day => Assert.Equal(("succeeded", 1), (day.State, day.Attempts)));
        Assert.Equal([1, 2, 3, 4], (await app.Simulator.CallsAsync(Cancel)).Select(call => call.Day!.Value.Day));
    }
}
