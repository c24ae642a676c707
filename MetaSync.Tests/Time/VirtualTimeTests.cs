using System.Text.Json.Nodes;
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
    public async Task A_live_worker_is_not_declared_dead_during_a_day_of_10_minutes()
    {
        var patient = new Dictionary<string, string> { ["Meta__RequestTimeout"] = "01:00:00" };
        await using var app = await SyncApplication.StartAsync(server, workers: 2, Cancel, worker: patient, virtualTime: new(Speed));
        await app.Simulator.FailAsync(new { action = "slow", day = "2026-01-01", duration = "00:10:00", times = 1 }, Cancel);

        var batch = await app.EnqueueAsync("2026-01-01", "2026-01-02", Cancel);
        var days = await app.FinishedAsync(batch.BatchId, Cancel);

        Assert.All(days, day => Assert.Equal(("succeeded", 1), (day.State, day.Attempts)));
        var calls = await app.Simulator.CallsAsync(Cancel);
        Assert.Equal([1, 2], calls.Select(call => call.Day!.Value.Day));
        Assert.InRange(calls[0].Finished!.Value - calls[0].Received, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(15));
    }

    [Fact]
    public async Task All_processes_and_the_database_have_the_same_time()
    {
        var time = new VirtualTime(Speed);
        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel, virtualTime: time);

        var before = time.Now;
        var batch = await app.EnqueueAsync("2026-01-01", "2026-01-01", Cancel);
        var day = (await app.FinishedAsync(batch.BatchId, Cancel))[0];
        var call = (await app.Simulator.CallsAsync(Cancel))[0];
        var due = await app.ScalarAsync<DateTime>("SELECT now()", Cancel);
        var after = time.Now;

        DateTimeOffset[] inOrder = [before, CreatedAt(await app.BatchAsync(batch.BatchId, Cancel)), day.StartedAt!.Value, call.Received, call.Finished!.Value, day.FinishedAt!.Value, due, after];
        Assert.Equal(inOrder.Order(), inOrder);
    }

    private static DateTimeOffset CreatedAt(JsonNode batch) => batch["createdAt"]!.GetValue<DateTimeOffset>();
}
