using MetaSync.Bench.Reporting;

namespace MetaSync.Bench.Start;

/// <summary>How long it takes from the commit of an enqueue to the first day's start in a worker that has nothing else to do, and to its first call.</summary>
internal static class StartBench
{
    public static async Task<IReadOnlyList<Table>> MeasureAsync(Run run, CancellationToken cancellationToken)
    {
        var table = new Table("start", "Start: commit of a range to … (milliseconds)", ["to", "rounds", "p50", "p99", "max"]);
        Add(table, "the start of its first day's job", await FirstStart.MeasureAsync(run, cancellationToken));
        Add(table, "its first call at Meta", await FirstCall.MeasureAsync(run, cancellationToken));
        return [table];
    }

    /// <summary>Some time between two rounds, another one each time, so that the rounds meet the worker at different points of what it does once a second.</summary>
    public static Task PauseAsync(int round, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromMilliseconds(150 + (round * 37 % 500)), TimeProvider.System, cancellationToken);

    private static void Add(Table table, string to, IEnumerable<double> readings)
    {
        var sample = new Sample(readings);
        table.Add(to, sample.Count, sample.Median, sample.P99, sample.Max);
    }
}
