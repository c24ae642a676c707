using System.Globalization;
using MetaSync.Tests.Support;
using MetaSync.Tests.Sync;

namespace MetaSync.Tests.Acceptance;

/// <summary>A batch is paused while it runs.</summary>
public sealed class PauseTests(PostgresServer server)
{
    private static readonly Dictionary<string, string> Impatient = new() { ["Meta__RequestTimeout"] = "00:00:04" };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Paused_in_the_middle_of_a_day_a_batch_ends_that_day_and_what_is_behind_it_goes_on_until_somebody_resumes_it()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 2, Cancel);
        await app.Simulator.FailAsync(new { action = "slow", day = "2026-01-09", duration = "00:00:03", times = 1 }, Cancel);
        var first = await app.EnqueueAsync("2026-01-01", "2026-01-20", Cancel);
        var second = await app.EnqueueAsync("2026-02-01", "2026-02-03", Cancel);
        await IsCalledForAsync(app, "2026-01-09");

        var paused = (await app.SteerAsync(first.BatchId, "pause", Cancel))["data"]!;
        Assert.Equal(("running", 11), (paused["state"]!.GetValue<string>(), paused["counts"]!["paused"]!.GetValue<int>())); // while the running day ends

        Assert.All(await app.FinishedAsync(second.BatchId, Cancel), day => Assert.Equal("succeeded", day.State));
        Assert.Equal("paused 11, succeeded 9", await app.StatesAsync(first.BatchId, Cancel));
        var batch = await app.BatchAsync(first.BatchId, Cancel);
        Assert.Equal(("paused", "requested"), (batch["state"]!.GetValue<string>(), batch["paused"]!["reason"]!.GetValue<string>()));
        await app.NoJobIsLeftAsync(Cancel);

        await app.SteerAsync(first.BatchId, "resume", Cancel);
        Assert.All(await app.FinishedAsync(first.BatchId, Cancel), day => Assert.Equal(("succeeded", 1), (day.State, day.Attempts)));
        var calls = await app.Simulator.CallsAsync(Cancel);
        calls.AreOneAtATime();
        Assert.Equal([.. Days.From("2026-01-01", 9), .. Days.From("2026-02-01", 3), .. Days.From("2026-01-10", 11)], calls.DaysInOrder());
        await Truth.IsStoredAsync(app, "act_1", "2026-01-01", "2026-01-20", Cancel);
    }

    [Fact]
    public async Task A_day_that_runs_while_its_batch_is_paused_and_has_to_be_tried_again_is_set_aside_with_its_try_spent()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 2, Cancel, worker: Impatient);
        await app.Simulator.FailAsync(new { action = "hang", day = "2026-01-03", times = 1 }, Cancel);
        var batch = await app.EnqueueAsync("2026-01-01", "2026-01-05", Cancel);
        await IsCalledForAsync(app, "2026-01-03");

        await app.SteerAsync(batch.BatchId, "pause", Cancel);

        await Eventually.TrueAsync(async () => await app.StatesAsync(batch.BatchId, Cancel) is "paused 3, succeeded 2", "the day is set aside", Cancel);
        await app.NoJobIsLeftAsync(Cancel);
        Assert.Equal(1, (await app.DaysAsync(batch.BatchId, Cancel))[2].Attempts);

        await app.SteerAsync(batch.BatchId, "resume", Cancel);
        Assert.Equal([1, 1, 2, 1, 1], (await app.FinishedAsync(batch.BatchId, Cancel)).Select(day => day.Attempts));
        Assert.Equal([1, 2, 3, 3, 4, 5], (await app.Simulator.CallsAsync(Cancel)).Select(call => call.Day!.Value.Day));
    }

    [Fact]
    public async Task A_day_whose_worker_dies_while_its_batch_is_paused_does_not_run_again_before_somebody_resumes_it()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 2, Cancel);
        await app.Simulator.FailAsync(new { action = "hang", day = "2026-01-03", times = 1 }, Cancel);
        var batch = await app.EnqueueAsync("2026-01-01", "2026-01-05", Cancel);
        await IsCalledForAsync(app, "2026-01-03");

        await app.SteerAsync(batch.BatchId, "pause", Cancel);
        using (var worker = SyncApplication.WorkerProcess((await app.ScalarAsync<string>("SELECT worker FROM metasync.sync_days WHERE state = 'running'", Cancel))!))
            worker.Kill();

        await Eventually.TrueAsync(async () => await app.StatesAsync(batch.BatchId, Cancel) is "paused 3, succeeded 2", "the lost day is set aside", Cancel);
        await app.NoJobIsLeftAsync(Cancel);
        Assert.Equal([1, 2, 3], (await app.Simulator.CallsAsync(Cancel)).Select(call => call.Day!.Value.Day));

        await app.SteerAsync(batch.BatchId, "resume", Cancel);
        Assert.All(await app.FinishedAsync(batch.BatchId, Cancel), day => Assert.Equal("succeeded", day.State));
        await Truth.IsStoredAsync(app, "act_1", "2026-01-01", "2026-01-05", Cancel);
    }

    [Fact]
    public async Task Jobs_that_are_left_of_paused_days_end_as_soon_as_they_fire()
    {
        await using var idle = await SyncApplication.StartAsync(server, workers: 0, Cancel);
        var batch = await idle.EnqueueAsync("2026-01-01", "2026-01-05", Cancel);
        await idle.ExecuteAsync("""
            UPDATE metasync.sync_batches SET paused_at = now(), pause_reason = 'requested';
            UPDATE metasync.sync_days SET state = 'paused' WHERE day <> '2026-01-03'
            """, Cancel); // what a crash between the two steps leaves; the third day was about to wait when the batch was paused

        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel, database: idle.ConnectionString);

        await app.NoJobIsLeftAsync(Cancel);
        Assert.Equal("paused 5", await app.StatesAsync(batch.BatchId, Cancel));
        Assert.Empty(await app.Simulator.CallsAsync(Cancel));
    }

    private static Task IsCalledForAsync(SyncApplication app, string day) => Eventually.TrueAsync(
        async () => (await app.Simulator.CallsAsync(Cancel)).Any(call => call.Day == DateOnly.Parse(day, CultureInfo.InvariantCulture)), $"{day} is running", Cancel);
}
