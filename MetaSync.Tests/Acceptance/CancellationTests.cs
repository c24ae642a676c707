using MetaSync.Tests.Support;
using MetaSync.Tests.Sync;

namespace MetaSync.Tests.Acceptance;

/// <summary>Scenario (h): a batch is cancelled in the middle.</summary>
public sealed class CancellationTests(PostgresServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("slow")]
    [InlineData("hang")] // the running day stops, though Meta never answers
    public async Task Cancelled_in_the_middle_of_a_day_a_batch_keeps_what_is_in_and_what_is_behind_it_goes_on(string action)
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 2, Cancel);
        await app.Simulator.FailAsync(new { action, day = "2026-01-09", duration = "00:01:00", times = 1 }, Cancel);
        var first = await app.EnqueueAsync("2026-01-01", "2026-01-20", Cancel);
        var second = await app.EnqueueAsync("2026-02-01", "2026-02-03", Cancel);
        await Eventually.TrueAsync(
            async () => (await app.Simulator.CallsAsync(Cancel)).Any(call => call.Day == new DateOnly(2026, 1, 9)), "the ninth day is running", Cancel);

        using (var answer = await app.Api.PostAsync($"/api/sync/{first.BatchId}/cancel", null, Cancel))
            Assert.True(answer.IsSuccessStatusCode);

        var days = await app.DaysAsync(first.BatchId, Cancel);
        Assert.Equal([.. Enumerable.Repeat("succeeded", 8), .. Enumerable.Repeat("cancelled", 12)], days.Select(day => day.State));
        Assert.Equal("cancelled", (await app.BatchAsync(first.BatchId, Cancel))["state"]!.GetValue<string>());
        Assert.All(await app.FinishedAsync(second.BatchId, Cancel, patience: TimeSpan.FromSeconds(30)), day => Assert.Equal("succeeded", day.State));
        await Truth.IsStoredAsync(app, "act_1", "2026-01-01", "2026-01-08", Cancel);
        Assert.Equal(0, await app.ScalarAsync<long>("SELECT count(*) FROM metasync.insights WHERE day BETWEEN '2026-01-09' AND '2026-01-31'", Cancel));
        await Eventually.TrueAsync( // a moment after the last day is in
            async () => await app.ScalarAsync<long>("SELECT count(*) FROM qrtz_triggers WHERE trigger_group = 'meta_sync'", Cancel) == 0, "the queue is empty", Cancel);
    }
}
