using System.Diagnostics;
using System.Globalization;
using MetaSync.Tests.Support;
using Npgsql;

namespace MetaSync.Tests.Sync;

/// <summary>What becomes of a day whose worker goes away in the middle of it.</summary>
public sealed class WorkerLossTests(PostgresServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_killed_workers_day_runs_again_within_10_seconds_and_nothing_is_lost_doubled_or_reordered()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 2, Cancel);
        await app.Simulator.FailAsync(new { action = "hang", day = "2025-04-10", times = 1 }, Cancel);

        var batch = await app.EnqueueAsync("2025-01-01", "2025-07-19", Cancel);
        var killed = TimeProvider.System.GetUtcNow();
        using (var worker = await WorkerInTheMiddleOfAsync(app, "2025-04-10"))
        {
            killed = TimeProvider.System.GetUtcNow();
            worker.Kill();
        }

        var days = await app.FinishedAsync(batch.BatchId, Cancel);

        Assert.All(days, day => Assert.Equal("succeeded", day.State));
        var calls = await app.Simulator.CallsAsync(Cancel);
        Assert.Equal(Days.From("2025-01-01", 200), calls.DaysInOrder().Distinct());
        Assert.Equal(201, calls.DaysInOrder().Count()); // the killed day twice, and no other
        Assert.True(calls.DaysInOrder().SequenceEqual(calls.DaysInOrder().Order()), "The dates do not ascend.");
        var again = calls.Last(call => call.Day == new DateOnly(2025, 4, 10));
        Assert.InRange(again.Received - killed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        await Truth.IsStoredAsync(app, "act_1", "2025-01-01", "2025-07-19", Cancel);
    }

    [Fact]
    public async Task A_worker_that_is_stopped_hands_its_day_back_and_spends_no_attempt()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 2, Cancel);
        await app.Simulator.FailAsync(new { action = "hang", day = "2026-01-03", times = 1 }, Cancel);

        var batch = await app.EnqueueAsync("2026-01-01", "2026-01-10", Cancel);
        using (var worker = await WorkerInTheMiddleOfAsync(app, "2026-01-03"))
        {
            using var stop = Process.Start("kill", ["-TERM", worker.Id.ToString(CultureInfo.InvariantCulture)]);
            await stop.WaitForExitAsync(Cancel);
        }

        var days = await app.FinishedAsync(batch.BatchId, Cancel);

        Assert.All(days, day => Assert.Equal(("succeeded", 1), (day.State, day.Attempts)));
        Assert.Equal([1, 2, 3, 3, 4, 5, 6, 7, 8, 9, 10], (await app.Simulator.CallsAsync(Cancel)).Select(call => call.Day!.Value.Day));
    }

    [Fact]
    public async Task A_worker_that_was_declared_dead_and_comes_back_changes_nothing()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel);
        await app.Simulator.FailAsync(new { action = "slow", day = "2026-01-01", duration = "00:00:03", times = 1 }, Cancel);

        var batch = await app.EnqueueAsync("2026-01-01", "2026-01-01", Cancel);
        using (await WorkerInTheMiddleOfAsync(app, "2026-01-01"))
        {
            // What a takeover does: another run has the day, and the first one's token is no longer in its row.
            await app.ExecuteAsync("UPDATE metasync.sync_days SET run_token = gen_random_uuid(), rows = -1", Cancel);
            await Eventually.TrueAsync(
                async () => (await app.Simulator.CallsAsync(Cancel)) is [{ Finished: not null }]
                    && await app.ScalarAsync<long>("SELECT count(*) FROM qrtz_triggers WHERE trigger_group = 'meta_sync'", Cancel) == 0,
                "the first run ends", Cancel);
        }

        Assert.Equal("running", (await app.DaysAsync(batch.BatchId, Cancel))[0].State);
        Assert.Equal(0, await app.ScalarAsync<long>("SELECT count(*) FROM metasync.insights", Cancel));
    }

    [Fact]
    public async Task A_database_that_crashes_in_the_middle_of_a_range_loses_no_day_and_doubles_none()
    {
        await using var app = await SyncApplication.StartAsync(server: null, workers: 2, Cancel); // a server of its own, to be killed
        await app.EnqueueAsync("2026-01-01", "2026-02-19", Cancel);
        foreach (var days in new[] { 10, 25, 40 })
        {
            await Eventually.TrueAsync(async () => await SucceededAsync(app) >= days, $"{days} days are in", Cancel);
            await Assert.ThrowsAnyAsync<NpgsqlException>(() => app.ExecuteAsync("COPY (SELECT 1) TO PROGRAM 'kill -KILL $PPID'", Cancel));
        }

        await Eventually.TrueAsync(async () => await SucceededAsync(app) == 50, "all 50 days are in", Cancel);
        var calls = await app.Simulator.CallsAsync(Cancel);
        Assert.True(calls.DaysInOrder().SequenceEqual(calls.DaysInOrder().Order()), "The dates do not ascend.");
        Assert.Equal(Days.From("2026-01-01", 50), calls.DaysInOrder().Distinct());
        await Truth.IsStoredAsync(app, "act_1", "2026-01-01", "2026-02-19", Cancel);
    }

    /// <summary>Asks the table: for a moment nobody can, the API included.</summary>
    private static async Task<long> SucceededAsync(SyncApplication app)
    {
        try
        {
            return await app.ScalarAsync<long>("SELECT count(*) FROM metasync.sync_days WHERE state = 'succeeded'", Cancel);
        }
        catch (NpgsqlException)
        {
            return 0;
        }
    }

    private static async Task<Process> WorkerInTheMiddleOfAsync(SyncApplication app, string day)
    {
        string? worker = null;
        await Eventually.TrueAsync(async () =>
        {
            worker = await app.ScalarAsync<string>($"SELECT worker FROM metasync.sync_days WHERE day = '{day}' AND state = 'running'", Cancel);
            return worker is not null && (await app.Simulator.CallsAsync(Cancel)).Any(call => call.Day == DateOnly.Parse(day, CultureInfo.InvariantCulture));
        }, $"a worker is in the middle of {day}", Cancel);
        return SyncApplication.WorkerProcess(worker!);
    }
}
