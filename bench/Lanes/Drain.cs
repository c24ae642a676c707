using System.Diagnostics;
using MetaSync.Bench.Reporting;
using MetaSync.Bench.Rig;
using MetaSync.Sync;

namespace MetaSync.Bench.Lanes;

/// <summary>One worker runs the days of all accounts.</summary>
internal static class Drain
{
    private const int Concurrency = 5;

    private static readonly string[] Columns =
        ["body of a day", "accounts × days", "each lane in order, one at a time", "most at once", "on average at once", "total", "ideal", "total ÷ ideal", "days a second"];

    public static async Task<Table> MeasureAsync(Run run, CancellationToken cancellationToken)
    {
        var table = new Table("lanes", $"Lanes: days of all accounts through one worker with {Concurrency} at once (seconds)", Columns);
        var connectionString = await run.Server.CreateDatabaseAsync(cancellationToken);
        await using var api = EnqueueingApi.Start(connectionString);
        await using var worker = await DayHost.StartAsync(connectionString, cancellationToken, Concurrency);
        var (accounts, days) = LanesBench.Size(run);
        foreach (var length in new[] { TimeSpan.Zero, TimeSpan.FromMilliseconds(20) })
        {
            Run.Say($"  {accounts.Count} accounts, {days} days of {length.TotalMilliseconds} ms");
            await Queue.ForgetAsync(api.Database, cancellationToken);
            worker.Bodies.Expect(accounts.Count * days, length);
            await api.EnqueueAsync(Queue.Days(days), accounts, LaneMode.PerAccount, cancellationToken);
            Add(table, accounts.Count, days, length, await worker.Bodies.AllAsync(cancellationToken));
        }

        table.Notes.Add("Ideal: the bodies' own time divided by the worker's places. A body of nothing has none.");
        return table;
    }

    private static void Add(Table table, int accounts, int days, TimeSpan length, IReadOnlyList<DayBody> bodies)
    {
        var total = Stopwatch.GetElapsedTime(bodies[0].Start, bodies.Max(body => body.End)).TotalSeconds;
        var own = bodies.Sum(body => Stopwatch.GetElapsedTime(body.Start, body.End).TotalSeconds);
        double? ideal = length == TimeSpan.Zero ? null : own / Math.Min(accounts, Concurrency);
        table.Add(
            length == TimeSpan.Zero ? "nothing" : $"{length.TotalMilliseconds} ms", $"{accounts} × {days}", InOrder(bodies), MostAtOnce(bodies), ideal is null ? "none" : own / total,
            total, ideal is null ? "none" : ideal, ideal is null ? "none" : total / ideal, bodies.Count / total);
    }

    private static bool InOrder(IReadOnlyList<DayBody> bodies) => bodies.GroupBy(body => body.Lane).All(
        lane => lane.Zip(lane.Skip(1), (one, next) => one.Place < next.Place && one.End <= next.Start).All(isRight => isRight));

    /// <summary>An end at the same instant as a start goes first.</summary>
    private static int MostAtOnce(IReadOnlyList<DayBody> bodies)
    {
        var (now, most) = (0, 0);
        foreach (var (_, change) in bodies.SelectMany(body => new[] { (body.Start, 1), (body.End, -1) }).Order())
        {
            now += change;
            most = Math.Max(most, now);
        }

        return most;
    }
}
