using MetaSync.Tests.Support;
using MetaSync.Worker.Meta;
using MetaSync.Worker.Sync;

namespace MetaSync.Tests.Sync;

/// <summary>What a worker writes of a day whose batch was paused while the day ran.</summary>
public sealed class HeldDayTests(PostgresServer server)
{
    private static readonly MetaError Error = MetaError.OfTransport("no");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("wait", 0)]
    [InlineData("retry", 1)]
    [InlineData("hand-back", 0)]
    public async Task A_day_that_would_run_again_is_set_aside(string end, int attempts)
    {
        await using var worker = await WorkerParts.CreateAsync(server, new ScriptedMeta(_ => new { }), Cancel);
        var run = await worker.ClaimAsync(await worker.AddDayAsync(Cancel), Cancel);
        await PauseAsync(worker);

        Assert.Equal(Recorded.SetAside, await EndAsync(worker.Get<DayRuns>(), run, end));

        Assert.Equal([$"paused {attempts}"], await worker.ColumnAsync<string>("SELECT state || ' ' || attempts FROM metasync.sync_days", Cancel));
        Assert.IsType<Claim.Finished>(await worker.Get<DayClaims>().ClaimAsync(run.DayId, null, null, Cancel));
    }

    [Theory]
    [InlineData("wait")]
    [InlineData("retry")]
    [InlineData("hand-back")]
    public async Task A_run_that_was_taken_over_sets_nothing_aside(string end)
    {
        await using var worker = await WorkerParts.CreateAsync(server, new ScriptedMeta(_ => new { }), Cancel);
        var day = await worker.AddDayAsync(Cancel);
        var run = await worker.ClaimAsync(day, Cancel);
        await worker.ClaimAsync(day, Cancel);
        await PauseAsync(worker);

        Assert.Equal(Recorded.TakenOver, await EndAsync(worker.Get<DayRuns>(), run, end));

        Assert.Equal(["running"], await worker.ColumnAsync<string>("SELECT state FROM metasync.sync_days", Cancel));
    }

    [Fact]
    public async Task A_day_of_a_paused_batch_is_not_claimed_but_set_aside_and_not_once_the_batch_is_resumed()
    {
        await using var worker = await WorkerParts.CreateAsync(server, new ScriptedMeta(_ => new { }), Cancel);
        var day = await worker.AddDayAsync(Cancel);
        await PauseAsync(worker);
        var claims = worker.Get<DayClaims>();

        Assert.IsType<Claim.Held>(await claims.ClaimAsync(day, null, null, Cancel));
        await worker.ExecuteAsync("UPDATE metasync.sync_batches SET paused_at = NULL, pause_reason = NULL", Cancel);
        Assert.False(await claims.SetAsideAsync(day, null, Cancel));
        Assert.IsType<Claim.Granted>(await claims.ClaimAsync(day, null, null, Cancel));

        await PauseAsync(worker);
        Assert.True(await claims.SetAsideAsync(day, null, Cancel));
        Assert.IsType<Claim.Finished>(await claims.ClaimAsync(day, null, null, Cancel));
    }

    [Fact]
    public async Task A_job_of_a_place_that_the_day_no_longer_has_is_finished()
    {
        await using var worker = await WorkerParts.CreateAsync(server, new ScriptedMeta(_ => new { }), Cancel);
        var day = await worker.AddDayAsync(Cancel);
        await worker.ExecuteAsync("UPDATE metasync.sync_days SET place = 17", Cancel);

        Assert.IsType<Claim.Finished>(await worker.Get<DayClaims>().ClaimAsync(day, 16, null, Cancel));
        Assert.IsType<Claim.Granted>(await worker.Get<DayClaims>().ClaimAsync(day, 17, null, Cancel));
    }

    private static Task PauseAsync(WorkerParts worker) =>
        worker.ExecuteAsync("UPDATE metasync.sync_batches SET paused_at = now(), pause_reason = 'requested'", Cancel);

    private static Task<Recorded> EndAsync(DayRuns days, DayRun run, string end) => end switch
    {
        "wait" => days.WaitAsync(run, new DayOutcome.Wait(WaitingReason.Token, null, TimeSpan.FromMinutes(1), Error), 1, Cancel),
        "retry" => days.RetryAsync(run, new DayOutcome.Retry(TimeSpan.FromMinutes(1), Error), 1, Cancel),
        _ => days.HandBackAsync(run, 1, Cancel),
    };
}
