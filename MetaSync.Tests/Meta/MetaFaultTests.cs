using MetaSync.Tests.Support;
using MetaSync.Tests.Sync;

namespace MetaSync.Tests.Meta;

/// <summary>What Meta and the network do to a day, over real HTTP.</summary>
public sealed class MetaFaultTests(PostgresServer server)
{
    private static readonly Dictionary<string, string> SmallPagesAndLittlePatience = new()
    {
        ["Meta__PageSize"] = "10",
        ["Meta__RequestTimeout"] = "00:00:03",
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_whatever_went_wrong_once_every_day_is_complete_and_correct()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel, SmallPagesAndLittlePatience);
        string[] faults =
        [
            "unknown-1", "outage-2", "html-500", "html-502", "empty-503", "truncated-json", "wrong-day", "duplicate-row", "hang",
        ];
        await app.Simulator.FailAsync(faults.Zip(Days.From("2026-01-01", faults.Length), (action, day) => new { action, day, times = 1 }), Cancel);

        var days = await app.FinishedAsync((await app.EnqueueAsync("2026-01-01", "2026-01-09", Cancel)).BatchId, Cancel);

        Assert.All(days, day => Assert.Equal(("succeeded", 2), (day.State, day.Attempts)));
        Assert.All(days, day => Assert.True(day.Calls > 3, $"{day.Day} took {day.Calls} calls"));
        Assert.True(await Truth.IsStoredAsync(app, "act_1", "2026-01-01", "2026-01-09", Cancel) > 100);
    }

    [Fact]
    public async Task A_connection_that_breaks_before_an_answer_is_not_a_try_and_an_empty_page_is_not_the_last()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel, SmallPagesAndLittlePatience);
        await app.Simulator.FailAsync(
            new object[]
            {
                new { action = "reset", day = "2026-01-01", times = 1 },
                new { action = "empty-page", day = "2026-01-02", times = 1 },
                new { action = "reset-mid-body", day = "2026-01-03", times = 1 },
            }, Cancel);

        var days = await app.FinishedAsync((await app.EnqueueAsync("2026-01-01", "2026-01-03", Cancel)).BatchId, Cancel);

        Assert.All(days, day => Assert.Equal("succeeded", day.State));
        Assert.Equal([1, 1], days.Take(2).Select(day => day.Attempts));
        Assert.InRange(days[2].Attempts, 1, 2); // a reset can overtake the headers that were sent before it
        await Truth.IsStoredAsync(app, "act_1", "2026-01-01", "2026-01-03", Cancel);
    }

    [Fact]
    public async Task A_rate_limit_is_waited_for_without_a_call_and_without_spending_an_attempt()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 2, Cancel);
        await app.Simulator.FailAsync(new { action = "throttle-17", day = "2026-01-02", times = 1, resetSeconds = 4 }, Cancel);

        var batch = await app.EnqueueAsync("2026-01-01", "2026-01-03", Cancel);
        await Eventually.TrueAsync(async () => (await app.BatchAsync(batch.BatchId, Cancel))["state"]!.GetValue<string>() is "waiting", "the batch waits", Cancel);
        var current = (await app.BatchAsync(batch.BatchId, Cancel))["current"]!;
        Assert.Equal(("2026-01-02", "rate_limit"), (current["day"]!.GetValue<string>(), current["waitingReason"]!.GetValue<string>()));

        var days = await app.FinishedAsync(batch.BatchId, Cancel);
        Assert.All(days, day => Assert.Equal(("succeeded", 1), (day.State, day.Attempts)));
        var calls = await app.Simulator.CallsAsync(Cancel);
        Assert.Equal([1, 2, 2, 3], calls.Select(call => call.Day!.Value.Day));
        Assert.True(calls[2].Received - calls[1].Finished >= TimeSpan.FromSeconds(4), "Meta was called while it blocked.");
    }

    [Fact]
    public async Task A_token_that_is_refused_parks_the_lane_and_spends_no_attempt()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 2, Cancel);
        await app.Simulator.FailAsync(new { action = "token-463", path = "/insights" }, Cancel);

        var batch = await app.EnqueueAsync("2026-01-01", "2026-01-03", Cancel);
        await Eventually.TrueAsync(async () => (await app.BatchAsync(batch.BatchId, Cancel))["state"]!.GetValue<string>() is "waiting", "the batch waits", Cancel);

        var days = await app.DaysAsync(batch.BatchId, Cancel);
        Assert.Equal(("waiting", "token", 0), (days[0].State, days[0].WaitingReason, days[0].Attempts));
        Assert.Equal(463, days[0].Error!.Value.GetProperty("subcode").GetInt32());
        Assert.All(days.Skip(1), day => Assert.Equal(("queued", 0), (day.State, day.Attempts)));
        Assert.Single(await app.Simulator.CallsAsync(Cancel));
    }
}
