using MetaSync.Faults.Season;
using Alone = MetaSync.Tests.Support.Alone;

namespace MetaSync.Tests.Faults.Season;

/// <summary>Batch after batch, day after day: what has ended leaves nothing behind but what is to be kept.</summary>
[Trait("Category", "Faults"), Collection(nameof(Alone))]
public sealed class SeasonTests
{
    [Fact]
    public async Task Forty_days_of_batches_leave_no_rows_of_quartz_and_no_batch_that_is_too_old()
    {
        FaultsPostgres.RequirePrograms();
        // Retention takes no less than 40 days, so the first batches are older than that already.
        var options = new SeasonOptions(48) { Days = 2, Kept = 40, ReadEvery = 24, CompareWith = 24, RetentionEvery = 24 };

        var season = await SeasonRun.RunAsync(options, TestContext.Current.CancellationToken);

        Assert.Equal(new SeasonRemains(0, 0, 0, 0), season.Remains);
        var last = season.Readings[^1];
        Assert.InRange(last["sync_batches, rows"], 39, 39);
        Assert.InRange(last["sync_days, rows"], 78, 78);
        Assert.InRange(last["connections"], 1, 40);
        Assert.InRange(last["Quartz's tables, rows"], 1, 12); // the upkeep jobs' own
    }
}
