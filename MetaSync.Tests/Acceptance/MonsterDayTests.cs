using MetaSync.Tests.Reports;
using MetaSync.Tests.Support;
using MetaSync.Tests.Sync;
using MetaSync.Worker.Reports;

namespace MetaSync.Tests.Acceptance;

/// <summary>Scenario (f): a day of 60,000 ads, by country.</summary>
[Collection(nameof(Alone))]
public sealed class MonsterDayTests(PostgresServer server)
{
    private const long MiB = 1024 * 1024;

    private static readonly Report ByCountry = Report.Of(new ReportOptions { Name = "ad", Fields = [.. Report.Default.Fields], Breakdowns = ["country"] });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_day_of_60_000_ads_by_country_comes_in_down_the_ladder_and_takes_little_memory()
    {
        var settings = new Dictionary<string, string>
        {
            ["Reports__0__Name"] = "ad",
            ["Reports__0__Fields"] = string.Join(',', Report.Default.Fields),
            ["Reports__0__Breakdowns"] = "country",
        };
        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel, worker: settings, virtualTime: new VirtualTime(60));
        await app.FinishedAsync((await app.EnqueueAsync("2026-01-01", "2026-01-01", Cancel)).BatchId, Cancel);
        var idle = await app.MemoryOfWorkerAsync(Cancel);
        await app.Simulator.ResetAsync(new { adsPerAccount = 60_000 }, Cancel);

        var days = await app.FinishedAsync((await app.EnqueueAsync("2026-01-02", "2026-01-03", Cancel)).BatchId, Cancel, patience: TimeSpan.FromMinutes(5));
        var peak = await app.PeakOfWorkerAsync(Cancel);

        Assert.All(days, day => Assert.Equal(("succeeded", 1), (day.State, day.Attempts)));
        Assert.Equal(["pages of 100", "a report run, pages of 500", "report runs of half of the campaigns, pages of 500"], days[0].Steps.Select(step => step.Step));
        Assert.Empty(days[1].Steps); // what worked is remembered
        (await app.Simulator.RunsAsync(Cancel)).AreNeverTwoAtOnce();
        Assert.True(days[0].Rows > 100_000, $"{days[0].Rows} rows");
        Assert.Equal(days[0].Rows, await Truth.IsStoredAsync(app, "act_1", "2026-01-02", "2026-01-02", Cancel, ByCountry));
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{days[0].Rows} rows in {days[0].Calls} calls; working set {idle / MiB} MiB when idle, {peak / MiB} MiB at its peak: {(peak - idle) / MiB} MiB more.");
        Assert.InRange(peak - idle, 0, 200 * MiB);
    }
}
