using MetaSync.Tests.Support;

namespace MetaSync.Tests.Sync;

public sealed class LostDayTests(PostgresServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("UPDATE qrtz_triggers SET next_fire_time = NULL, prev_fire_time = start_time, trigger_state = 'WAITING' WHERE trigger_name LIKE '%.act_1.2026-01-01.%'")]
    [InlineData("DELETE FROM qrtz_simple_triggers WHERE trigger_name LIKE '%.act_1.2026-01-01.%'; DELETE FROM qrtz_triggers WHERE trigger_name LIKE '%.act_1.2026-01-01.%'")]
    [InlineData("DELETE FROM qrtz_simple_triggers; DELETE FROM qrtz_triggers; DELETE FROM qrtz_job_details")]
    public async Task A_day_whose_job_the_queue_has_lost_gets_a_new_one_and_the_lane_goes_on_in_its_order(string loss)
    {
        await using var idle = await SyncApplication.StartAsync(server, workers: 0, Cancel);
        var batch = await idle.EnqueueAsync("2026-01-01", "2026-01-03", Cancel);
        await idle.ExecuteAsync(loss, Cancel);

        await using var app = await SyncApplication.StartAsync(server, workers: 2, Cancel, database: idle.ConnectionString);

        Assert.All(await app.FinishedAsync(batch.BatchId, Cancel, TimeSpan.FromMinutes(2)), day => Assert.Equal("succeeded", day.State));
        Assert.Equal(Days.From("2026-01-01", 3), (await app.Simulator.CallsAsync(Cancel)).DaysInOrder());
        Assert.Equal(0, await app.ScalarAsync<long>("SELECT count(*) FROM qrtz_triggers WHERE trigger_group = 'meta_sync'", Cancel));
    }
}
