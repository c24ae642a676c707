using MetaSync.Tests.Support;

namespace MetaSync.Tests.Events;

public sealed class EventsTests(PostgresServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_batch_is_told_of_day_by_day_until_its_end()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel);
        await using var all = await EventReader.OpenAsync(app.Api, "/api/events", Cancel);
        Assert.Equal("ping", (await all.NextAsync(Cancel)).Kind);
        var receipt = await app.EnqueueAsync("2026-01-01", "2026-01-05", Cancel);

        await using var events = await EventReader.OpenAsync(app.Api, $"/api/sync/{receipt.BatchId}/events", Cancel);
        var told = await events.RestAsync(Cancel);

        Assert.Equal("batch", told[0].Kind);
        Assert.Equal(["batch", "end"], told.TakeLast(2).Select(one => one.Kind));
        Assert.Equal("succeeded", told[^2].Data["state"]!.GetValue<string>());
        Assert.Equal(5, told.Where(one => one.Kind == "day" && one.Data["state"]!.GetValue<string>() == "succeeded").DistinctBy(one => one.Data["day"]!.GetValue<string>()).Count());
        TestContext.Current.TestOutputHelper!.WriteLine(string.Join('\n', told.Select(one => $"{one.Kind} {one.Data.ToJsonString()}")));
        TestContext.Current.TestOutputHelper!.WriteLine(await app.Api.GetStringAsync("/api/calendar?startDate=2025-12-30&endDate=2026-01-08", Cancel));
        TestContext.Current.TestOutputHelper!.WriteLine(await app.Api.GetStringAsync("/api/days/act_1/2026-01-03", Cancel));
        TestContext.Current.TestOutputHelper!.WriteLine(await app.Api.GetStringAsync("/api/insights/daily?startDate=2025-12-30&endDate=2026-01-08", Cancel));
    }
}
