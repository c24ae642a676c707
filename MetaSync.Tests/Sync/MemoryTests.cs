using MetaSync.Tests.Support;

namespace MetaSync.Tests.Sync;

[Collection(nameof(Alone))]
public sealed class MemoryTests(PostgresServer server)
{
    private const long MiB = 1024 * 1024;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_day_of_60_000_ads_takes_no_more_memory_than_a_day_of_2_000()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel);

        await RunAsync(app, ads: 2_000, "2026-01-01");
        var small = await app.PeakOfWorkerAsync(Cancel);
        await RunAsync(app, ads: 60_000, "2026-01-02");
        var big = await app.PeakOfWorkerAsync(Cancel);

        TestContext.Current.TestOutputHelper!.WriteLine($"Peak working set: {small / MiB} MiB after 2,000 ads, {big / MiB} MiB after 60,000.");
        Assert.InRange(big - small, 0, 64 * MiB);
    }

    private static async Task RunAsync(SyncApplication app, int ads, string day)
    {
        await app.Simulator.ResetAsync(new { adsPerAccount = ads }, Cancel);
        var days = await app.FinishedAsync((await app.EnqueueAsync(day, day, Cancel)).BatchId, Cancel);
        Assert.True(days[0].Rows > ads / 2, $"{days[0].Rows} rows of {ads} ads");
        Assert.Equal(days[0].Rows, await Truth.IsStoredAsync(app, "act_1", day, day, Cancel));
    }
}
