using System.Diagnostics;
using MetaSync.Sync;
using MetaSync.Tests.Support;

namespace MetaSync.Tests.Sync;

[Collection(nameof(Alone))]
public sealed class BulkSpeedTests(PostgresServer server)
{
    private const int Days = 1_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>With twenty others at work on two cores it was 4.8 times; each of the two needs the processor all the time.</summary>
    [Fact]
    public async Task A_thousand_days_are_enqueued_in_bulk_at_least_3_times_as_fast_as_by_Quartz()
    {
        await using var stock = await EnqueueingHost.StartAsync(server, bulk: false, Cancel);
        await using var bulk = await EnqueueingHost.StartAsync(server, bulk: true, Cancel);
        var (byQuartz, inBulk) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var round = 0; round < 4; round++)
        {
            byQuartz.Add(await TimeAsync(stock, round));
            inBulk.Add(await TimeAsync(bulk, round));
        }

        var ratio = byQuartz.Min() / inBulk.Min();
        Assert.True(ratio >= 3, $"{ratio:0.0} times: {byQuartz.Min().TotalMilliseconds:0} and {inBulk.Min().TotalMilliseconds:0} ms");
    }

    private static async Task<TimeSpan> TimeAsync(EnqueueingHost host, int round)
    {
        var start = new DateOnly(2000, 1, 1).AddDays(round * Days);
        var began = Stopwatch.GetTimestamp();
        await host.EnqueueAsync(BatchPlan.OfRange(new(start, start.AddDays(Days - 1)), ["act_1"], LaneMode.Shared), Cancel);
        return Stopwatch.GetElapsedTime(began);
    }
}
