using System.Diagnostics;
using MetaSync.Bench.Reporting;
using MetaSync.Bench.Rig;

namespace MetaSync.Bench.Handover;

/// <summary>From the end of one day's body to the start of the next one's, for days that do nothing.</summary>
internal static class Gaps
{
    private static readonly string[] Columns = ["queue", "waiting at first", "handed over", "p50", "p99", "max", "days a second"];

    public static async Task<Table> MeasureAsync(Run run, CancellationToken cancellationToken)
    {
        var table = new Table("handover", "Hand-over: end of a day to the start of the next (milliseconds)", Columns);
        await using (var lane = await WarmLane.StartAsync(run, cancellationToken))
        {
            foreach (var days in run.Pick<int[]>([365, 3_650, 10_000], [50, 200]))
            {
                Run.Say($"  {days} no-op days");
                Add(table, "MetaSync, one lane", days, GapsOf(await lane.RunAsync(days, TimeSpan.Zero, cancellationToken)));
            }
        }

        await AddPeerAsync(table, run, cancellationToken);
        return table;
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

    private static void Add(Table table, string queue, int waiting, double[] gaps)
    {
        var sample = new Sample(gaps);
        table.Add(queue, waiting, sample.Count, sample.Median, sample.P99, sample.Max, 1_000 / gaps.Average());
    }
}
