using MetaSync.Tests.Reports;
using MetaSync.Tests.Support;
using MetaSync.Tests.Sync;

namespace MetaSync.Tests.Acceptance;

/// <summary>Scenario (b): SIGKILL at every tenth request, while Meta prepares reports.</summary>
[Collection(nameof(Alone))]
public sealed class KilledWorkerTests(PostgresServer server)
{
    private const int Workers = 9;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_at_every_tenth_request_a_worker_submits_no_report_while_another_one_of_the_day_is_live()
    {
        await using var app = await SyncApplication.StartAsync(server, Workers, Cancel, virtualTime: new VirtualTime(60));
        await app.Simulator.ResetAsync(new { latency = new { perRequest = "00:00:03" } }, Cancel); // 50 ms of real time: a kill often meets a call that is under way
        await app.Simulator.FailAsync(new { action = "rows-100-1487534", method = "GET", path = "/act_1/insights" }, Cancel);

        var batch = await app.EnqueueAsync("2026-01-01", "2026-01-12", Cancel);
        var kills = await KillAtEveryTenthRequestAsync(app, batch.BatchId);

        var days = await app.FinishedAsync(batch.BatchId, Cancel);
        Assert.All(days, day => Assert.Equal("succeeded", day.State));
        await Truth.IsStoredAsync(app, "act_1", "2026-01-01", "2026-01-12", Cancel);
        var runs = await app.Simulator.RunsAsync(Cancel);
        runs.AreNeverTwoAtOnce();
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{kills} kills in {(await app.Simulator.AllCallsAsync(Cancel)).Count} requests; {runs.Count} report runs for 12 days, {runs.Count - 12} of them because a submission's answer was lost.");
        Assert.True(kills >= 4, $"{kills} kills");
        Assert.InRange(runs.Count - 12, 0, await app.ScalarAsync<long>("SELECT count(*) FROM metasync.report_runs WHERE state = 'lost'", Cancel));
    }

    private static async Task<int> KillAtEveryTenthRequestAsync(SyncApplication app, Guid batchId)
    {
        var killed = new HashSet<string>();
        for (var next = 10; killed.Count < Workers - 1 && !await IsFinishedAsync(app, batchId);)
        {
            await Task.Delay(Interval, TimeProvider.System, Cancel);
            if ((await app.Simulator.CallsAsync(Cancel)).Count + (await app.Simulator.AllCallsAsync(Cancel)).Count(call => call.RunId is not null && call.Method == "GET") < next)
                continue;
            next += 10;
            var worker = await app.ScalarAsync<string>("SELECT worker FROM metasync.sync_days WHERE worker IS NOT NULL ORDER BY state = 'running' DESC, id DESC LIMIT 1", Cancel);
            if (worker is null || !killed.Add(worker))
                continue;
            using var process = SyncApplication.WorkerProcess(worker);
            process.Kill();
        }

        return killed.Count;
    }

    private static async Task<bool> IsFinishedAsync(SyncApplication app, Guid batchId) =>
        await app.ScalarAsync<long>($"SELECT count(*) FROM metasync.sync_days WHERE batch_id = '{batchId}' AND finished_at IS NULL", Cancel) == 0;
}
