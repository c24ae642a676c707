using System.Globalization;
using MetaSync.Tests.Support;
using MetaSync.Worker.Reports;

namespace MetaSync.Tests.Sync;

/// <summary>
/// The main job, on a year of an ad account. It prints what that costs:
/// <c>dotnet test --filter FullyQualifiedName~YearTests --logger "console;verbosity=detailed"</c>.
/// </summary>
[Collection(nameof(Alone))]
public sealed class YearTests(PostgresServer server)
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(20);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_a_year_of_days_the_table_equals_Metas_truth_and_again_after_Meta_has_restated_it()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 2, Cancel);
        await app.Simulator.ResetAsync(new { latency = new { perRequest = Latency } }, Cancel);
        // The simulator's clock, because the newest days of a year go on changing for 28 days after its end.
        await app.Simulator.SetClockAsync(new DateTimeOffset(2026, 1, 1, 9, 0, 0, TimeSpan.Zero), Cancel);

        await using var figures = await YearFigures.BeginAsync(app, Cancel);
        var first = await app.EnqueueAsync("2025-01-01", "2025-12-31", Cancel);
        figures.Posted();
        Assert.Equal(365, first.JobCount);
        Assert.All(await app.FinishedAsync(first.BatchId, Cancel), day => Assert.Equal("succeeded", day.State));
        var before = await Truth.IsStoredAsync(app, "act_1", "2025-01-01", "2025-12-31", Cancel);
        var batch = await app.BatchAsync(first.BatchId, Cancel);
        Assert.Equal((before, 100m), (batch["rows"]!.GetValue<int>(), batch["percent"]!.GetValue<decimal>()));

        Assert.InRange(await figures.PrintAsync(app, Cancel), 1, 10);

        await app.Simulator.SetClockAsync(new DateTimeOffset(2026, 2, 1, 9, 0, 0, TimeSpan.Zero), Cancel);
        var vanished = await VanishedAsync(app);
        Assert.NotEmpty(vanished);

        var second = await app.EnqueueAsync("2025-12-01", "2025-12-31", Cancel);
        Assert.Equal(31, second.JobCount); // finished days may be asked for again
        await app.FinishedAsync(second.BatchId, Cancel);
        var after = await Truth.IsStoredAsync(app, "act_1", "2025-01-01", "2025-12-31", Cancel);
        Assert.Equal(before - vanished.Count, after);
    }

    /// <summary>Stored rows that Meta no longer has.</summary>
    private static async Task<IReadOnlyCollection<string>> VanishedAsync(SyncApplication app)
    {
        var truth = await app.Simulator.TruthAsync("act_1", "2025-12-01", "2025-12-31", Report.Default, Cancel);
        var known = truth.Select(row => $"{row["date_start"]} {row["ad_id"]}").ToHashSet();
        await using var command = app.Database.CreateCommand("SELECT day, ad_id FROM metasync.insights WHERE day >= '2025-12-01'");
        await using var row = await command.ExecuteReaderAsync(Cancel);
        var vanished = new List<string>();
        while (await row.ReadAsync(Cancel))
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{row.GetFieldValue<DateOnly>(0):yyyy-MM-dd} {row.GetString(1)}");
            if (!known.Contains(key))
                vanished.Add(key);
        }

        return vanished;
    }
}
