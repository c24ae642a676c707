using System.Diagnostics;
using MetaSync.Bench.Reporting;
using MetaSync.Bench.Rig;
using MetaSync.Faults.Rig;
using MetaSync.Sync;

namespace MetaSync.Bench.Handover;

/// <summary>A year of days that take a while, against the time that they take themselves.</summary>
internal static class Years
{
    private static readonly TimeSpan Length = TimeSpan.FromMilliseconds(200), Patience = TimeSpan.FromMinutes(10);

    public static async Task<Table> MeasureAsync(Run run, CancellationToken cancellationToken)
    {
        var table = new Table("years", "A year of 200-ms days, one after the other (seconds)", ["days", "of what", "total", "of it their own", "total ÷ days × 200 ms", "total ÷ their own"]);
        var days = run.Pick(365, 5);
        Run.Say($"  {days} days of {Length.TotalMilliseconds} ms");
        await using (var lane = await WarmLane.OfMetaSyncAsync(run, cancellationToken))
            await AddWaitsAsync("a wait of 200 ms", lane);
        await using (var lane = await WarmLane.OfQuartzAsync(run, cancellationToken))
            await AddWaitsAsync("a wait of 200 ms, Quartz by itself", lane);

        Run.Say($"  {days} real days");
        await AddRealAsync(table, run, days, cancellationToken);
        return table;

        async Task AddWaitsAsync(string what, WarmLane lane)
        {
            var bodies = await lane.RunAsync(days, Length, cancellationToken);
            Add(table, days, what, Stopwatch.GetElapsedTime(bodies[0].Start, bodies[^1].End), bodies.Select(body => Stopwatch.GetElapsedTime(body.Start, body.End)));
        }
    }

    /// <summary>A whole worker and a simulated Meta whose every answer takes 200 ms: what Meta takes itself is from each call's arrival to its answer.</summary>
    private static async Task AddRealAsync(Table table, Run run, int days, CancellationToken cancellationToken)
    {
        await using var rig = await Programs.StartAsync(run.Server, Length, cancellationToken);
        await using var api = EnqueueingApi.Start(rig.ConnectionString);
        await rig.Workers[0].StartAsync(cancellationToken);
        await RunAsync(Queue.Days(run.Pick(30, 3)));
        var before = (await rig.Meta.CallsAsync(cancellationToken)).Count;

        await RunAsync(Queue.Days(days));
        var total = await rig.Database.ScalarAsync<TimeSpan>(
            "SELECT max(finished_at) - min(started_at) FROM metasync.sync_days WHERE batch_id = (SELECT id FROM metasync.sync_batches ORDER BY created_at DESC LIMIT 1)", cancellationToken);
        var calls = (await rig.Meta.CallsAsync(cancellationToken)).Skip(before).ToArray();
        if (calls.Length != days || await rig.Database.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM metasync.sync_days WHERE state <> 'succeeded')", cancellationToken))
            throw new BenchException($"{days} days took {calls.Length} calls, and not one each, or one of them failed.");
        Add(table, days, "a whole worker's, from the simulator", total, calls.Select(call => call.Finished!.Value - call.Received));

        async Task RunAsync(DateRange range)
        {
            await api.EnqueueAsync(range, cancellationToken);
            if (!await rig.WaitUntilQuietAsync(Patience, cancellationToken))
                throw new BenchException($"{range.Count} days did not end within {Patience}.");
        }
    }

    private static void Add(Table table, int days, string what, TimeSpan total, IEnumerable<TimeSpan> own)
    {
        var sum = own.Sum(one => one.TotalSeconds);
        table.Add(days, what, total.TotalSeconds, sum, total / (days * Length), total.TotalSeconds / sum);
    }
}
