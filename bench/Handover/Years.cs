using System.Diagnostics;
using MetaSync.Bench.Reporting;
using MetaSync.Bench.Rig;
using MetaSync.Sync;
using Npgsql;

namespace MetaSync.Bench.Handover;

/// <summary>A year of days that take a while, against the time that they take themselves.</summary>
internal static class Years
{
    private static readonly TimeSpan Length = TimeSpan.FromMilliseconds(200);

    public static async Task<Table> MeasureAsync(Run run, CancellationToken cancellationToken)
    {
        var table = new Table("years", "A year of 200-ms days, one after the other (seconds)", ["days", "of what", "total", "of it their own", "total ÷ days × 200 ms", "total ÷ their own"]);
        var days = run.Pick(365, 5);
        Run.Say($"  {days} days of {Length.TotalMilliseconds} ms");
        await using (var lane = await WarmLane.StartAsync(run, cancellationToken))
        {
            var bodies = await lane.RunAsync(days, Length, cancellationToken);
            Add(table, days, "a wait of 200 ms", Stopwatch.GetElapsedTime(bodies[0].Start, bodies[^1].End), bodies.Select(body => Stopwatch.GetElapsedTime(body.Start, body.End)));
        }

        Run.Say($"  {days} real days");
        await AddRealAsync(table, run, days, cancellationToken);
        return table;
    }

    /// <summary>A whole worker and a simulated Meta whose every answer takes 200 ms: what Meta takes itself is from each call's arrival to its answer.</summary>
    private static async Task AddRealAsync(Table table, Run run, int days, CancellationToken cancellationToken)
    {
        var connectionString = await run.Server.CreateDatabaseAsync(cancellationToken);
        await using var api = EnqueueingApi.Start(connectionString);
        await using var meta = await Simulator.StartAsync(Length, cancellationToken);
        await using var worker = await WorkerProcess.StartAsync(connectionString, meta.Address, cancellationToken);
        await RunAsync(Queue.Days(3));
        var before = (await meta.CallsAsync(cancellationToken)).Count;

        await RunAsync(Queue.Days(days));
        var total = await api.Database.ScalarAsync<TimeSpan>(
            "SELECT max(finished_at) - min(started_at) FROM metasync.sync_days WHERE batch_id = (SELECT id FROM metasync.sync_batches ORDER BY created_at DESC LIMIT 1)", cancellationToken);
        var calls = (await meta.CallsAsync(cancellationToken)).Skip(before).Where(call => call.Day is not null);
        Add(table, days, "a whole worker's, from the simulator", total, calls.Select(call => call.Finished!.Value - call.Received));

        async Task RunAsync(DateRange range)
        {
            await api.EnqueueAsync(range, cancellationToken);
            await worker.UntilAsync(async token => !await IsLeftAsync(api.Database, token), cancellationToken);
        }
    }

    private static async Task<bool> IsLeftAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        if (await database.ScalarAsync<string>("SELECT coalesce(max(error_message), '') FROM metasync.sync_days WHERE state = 'failed'", cancellationToken) is { Length: > 0 } error)
            throw new BenchException($"A day failed: {error}");
        return await database.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM metasync.sync_days WHERE state <> 'succeeded')", cancellationToken);
    }

    private static void Add(Table table, int days, string what, TimeSpan total, IEnumerable<TimeSpan> own)
    {
        var sum = own.Sum(one => one.TotalSeconds);
        table.Add(days, what, total.TotalSeconds, sum, total / (days * Length), total.TotalSeconds / sum);
    }
}
