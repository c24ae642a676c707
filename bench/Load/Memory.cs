using MetaSync.Bench.Reporting;
using MetaSync.Bench.Rig;
using MetaSync.Faults.Rig;

namespace MetaSync.Bench.Load;

/// <summary>The most memory that a day takes while its pages come in one by one.</summary>
internal static class Memory
{
    private const double MiB = 1024 * 1024;

    public static async Task<Table> MeasureAsync(Run run, EnqueueingApi api, StoredDay day, CancellationToken cancellationToken)
    {
        var table = new Table("memory", "Memory of a load, above what was in use before it (MiB)", ["rows", "managed heap, peak", "working set, peak"]);
        var sizes = run.Pick<int[]>([20_000, 200_000], [1_000, 5_000]);
        foreach (var rows in sizes.Prepend(sizes[0]))
        {
            Run.Say($"  memory at {rows} rows");
            await api.Database.ExecuteAsync("TRUNCATE metasync.insights", cancellationToken);
            var claimed = await day.ClaimAsync(cancellationToken);
            var peak = await PeakOfAsync(() => day.StoreAsync(claimed, MetaPages.Of(claimed, rows), cancellationToken), cancellationToken);
            table.Add(rows, peak.Managed / MiB, peak.WorkingSet / MiB);
        }

        table.Rows.RemoveAt(0); // the first warmed up
        return table;
    }

    private static async Task<(double Managed, double WorkingSet)> PeakOfAsync(Func<Task> act, CancellationToken cancellationToken)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        var before = (Managed: GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet);
        var peak = before;
        using var every = new PeriodicTimer(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        var acting = act();
        while (!acting.IsCompleted)
        {
            peak = (Math.Max(peak.Managed, GC.GetTotalMemory(forceFullCollection: false)), Math.Max(peak.WorkingSet, Environment.WorkingSet));
            await every.WaitForNextTickAsync(cancellationToken);
        }

        await acting;
        return (peak.Managed - before.Managed, peak.WorkingSet - before.WorkingSet);
    }
}
