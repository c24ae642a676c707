using System.Diagnostics;
using System.Globalization;
using MetaSync.Tests.Support;

namespace MetaSync.Tests.Time;

/// <summary>What takes minutes at Meta takes seconds here, in the real processes and with nothing of theirs changed.</summary>
public sealed class VirtualTimeTests(PostgresServer server)
{
    private const double Speed = 60;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_block_of_300_seconds_is_waited_out_in_full_and_within_30_real_ones()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 2, Cancel, virtualTime: new(Speed));
        await app.Simulator.FailAsync(new { action = "throttle-17", day = "2026-01-02", resetSeconds = 300, times = 1 }, Cancel);

        var asked = TimeProvider.System.GetTimestamp();
        var batch = await app.EnqueueAsync("2026-01-01", "2026-01-03", Cancel);
        var days = await app.FinishedAsync(batch.BatchId, Cancel);

        Assert.InRange(TimeProvider.System.GetElapsedTime(asked), TimeSpan.FromSeconds(300 / Speed), TimeSpan.FromSeconds(30));
        Assert.All(days, day => Assert.Equal(("succeeded", 1), (day.State, day.Attempts)));
        var calls = await app.Simulator.CallsAsync(Cancel);
        Assert.Equal([1, 2, 2, 3], calls.Select(call => call.Day!.Value.Day));
        Assert.InRange(calls[2].Received - calls[1].Finished!.Value, TimeSpan.FromSeconds(300), TimeSpan.FromSeconds(600));
    }

    [Fact]
    public async Task A_live_worker_that_pauses_for_a_virtual_minute_is_not_declared_dead()
    {
        var time = new VirtualTime(Speed);
        await using var app = await SyncApplication.StartAsync(server, workers: 2, Cancel, virtualTime: time);
        await app.Simulator.FailAsync(new { action = "slow", day = "2026-01-01", duration = "00:05:00", times = 1 }, Cancel);

        var batch = await app.EnqueueAsync("2026-01-01", "2026-01-02", Cancel);
        await Eventually.TrueAsync(async () => (await app.Simulator.CallsAsync(Cancel)).Count == 1, "the first day has begun", Cancel);
        var worker = await app.ScalarAsync<string>("SELECT worker FROM metasync.sync_days WHERE state = 'running'", Cancel);
        using (var process = SyncApplication.WorkerProcess(worker!))
        {
            // One real second, and with a check-in every virtual second it would be dead after 83 ms.
            await SignalAsync(process, "STOP");
            var stopped = time.Now;
            await Eventually.TrueAsync(() => Task.FromResult(time.Now - stopped > TimeSpan.FromSeconds(60)), "a minute passes", Cancel);
            await SignalAsync(process, "CONT");
        }

        var days = await app.FinishedAsync(batch.BatchId, Cancel);

        Assert.All(days, day => Assert.Equal(("succeeded", 1), (day.State, day.Attempts)));
        var calls = await app.Simulator.CallsAsync(Cancel);
        Assert.Equal([1, 2], calls.Select(call => call.Day!.Value.Day));
        Assert.InRange(calls[0].Finished!.Value - calls[0].Received, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task Api_database_and_simulator_have_the_same_time()
    {
        var time = new VirtualTime(Speed);
        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel, virtualTime: time);

        var before = time.Now;
        var batch = await app.EnqueueAsync("2026-01-01", "2026-01-01", Cancel);
        var day = Assert.Single(await app.FinishedAsync(batch.BatchId, Cancel));
        var call = Assert.Single(await app.Simulator.CallsAsync(Cancel));
        DateTimeOffset created = await app.ScalarAsync<DateTime>("SELECT created_at FROM metasync.sync_batches", Cancel);
        var after = time.Now;

        DateTimeOffset[] times = [before, TimeOf(batch.BatchId), created, day.StartedAt!.Value, call.Received, day.FinishedAt!.Value, after];
        Assert.Equal(times.Order(), times);
    }

    /// <summary>The API's clock: a batch's id begins with its milliseconds.</summary>
    private static DateTimeOffset TimeOf(Guid batchId) => DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64($"{batchId:N}"[..12], 16));

    private static async Task SignalAsync(Process process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(Cancel);
    }
}
