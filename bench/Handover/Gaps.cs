using System.Diagnostics;
using MetaSync.Bench.Reporting;
using MetaSync.Bench.Rig;

namespace MetaSync.Bench.Handover;

/// <summary>From the end of one day's body to the start of the next one's, for days that do nothing.</summary>
internal static class Gaps
{
    public static async Task<IReadOnlyList<Table>> MeasureAsync(Run run, CancellationToken cancellationToken)
    {
        var table = new Table("handover", "Hand-over: end of a day to the start of the next (milliseconds)", ["queue", "waiting at first", "handed over", "p50", "p99", "max", "days a second"]);
        var ratios = new Table("handover-ratio", "Hand-over against Quartz by itself", ["days", "p50 ÷ Quartz's p50", "with one place ÷ Quartz's p50"]);
        await using (var ours = await WarmLane.OfMetaSyncAsync(run, cancellationToken))
        await using (var single = await WarmLane.OfMetaSyncAsync(run, cancellationToken, concurrency: 1))
        await using (var quartz = await WarmLane.OfQuartzAsync(run, cancellationToken))
        {
            foreach (var days in run.Pick<int[]>([365, 3_650, 10_000], [50, 200]))
            {
                Run.Say($"  {days} no-op days");
                var five = await AddAsync("MetaSync, one lane", ours, days);
                var one = await AddAsync("MetaSync, one lane, Sync:Concurrency 1", single, days);
                var quartzs = await AddAsync("Quartz by itself, one lane", quartz, days);
                ratios.Add(days, five.Median / quartzs.Median, one.Median / quartzs.Median);
            }
        }

        await AddPeerAsync(table, run, cancellationToken);
        return [table, ratios];

        async Task<Sample> AddAsync(string queue, WarmLane lane, int days) => Add(table, queue, days, GapsOf(await lane.RunAsync(days, TimeSpan.Zero, cancellationToken)));
    }

    public static double[] GapsOf(IReadOnlyList<DayBody> bodies) =>
        [.. bodies.Zip(bodies.Skip(1), (one, next) => Stopwatch.GetElapsedTime(one.End, next.Start).TotalMilliseconds)];

    private static async Task AddPeerAsync(Table table, Run run, CancellationToken cancellationToken)
    {
        var jobs = run.Pick(60, 10);
        (int Concurrency, int? Poll)[] settings = run.Pick<(int, int?)[]>([(1, null), (2, null), (3, null), (4, null), (5, null), (1, 100), (5, 100)], [(5, 100)]);
        foreach (var (concurrency, poll) in settings)
        {
            var name = $"peer, one named queue, concurrency {concurrency}, pollInterval {(poll is null ? "default" : $"{poll} ms")}";
            if (run.Peer is not { } peer)
            {
                table.Add(name, jobs, null, null, null, null, null);
                continue;
            }

            Run.Say($"  {name}");
            await peer.EmptyAsync(cancellationToken);
            await peer.EnqueueAsync("act_1", Queue.Days(1).StartDate, jobs, cancellationToken);
            Add(table, name, jobs, await peer.HandOverAsync(jobs, concurrency, poll, cancellationToken));
        }
    }

    private static Sample Add(Table table, string queue, int waiting, double[] gaps)
    {
        var sample = new Sample(gaps);
        table.Add(queue, waiting, sample.Count, sample.Median, sample.P99, sample.Max, 1_000 / gaps.Average());
        return sample;
    }
}
