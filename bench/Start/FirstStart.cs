using System.Diagnostics;
using MetaSync.Bench.Rig;

namespace MetaSync.Bench.Start;

/// <summary>To the start of the job, in this process, which has the API's queue and the worker's scheduler.</summary>
internal static class FirstStart
{
    public static async Task<IReadOnlyList<double>> MeasureAsync(Run run, CancellationToken cancellationToken)
    {
        var connectionString = await run.Server.CreateDatabaseAsync(cancellationToken);
        await using var api = EnqueueingApi.Start(connectionString);
        await using var worker = await DayHost.StartAsync(connectionString, cancellationToken);
        var (warmUp, rounds) = (run.Pick(20, 2), run.Pick(100, 5));
        var readings = new List<double>();
        for (var round = 0; round < warmUp + rounds; round++)
        {
            await StartBench.PauseAsync(round, cancellationToken);
            await Queue.ForgetAsync(api.Database, cancellationToken);
            worker.Bodies.Expect(1, TimeSpan.Zero);
            await api.EnqueueAsync(Queue.Days(1), cancellationToken);
            var committed = Stopwatch.GetTimestamp();
            var first = (await worker.Bodies.AllAsync(cancellationToken))[0];
            if (round >= warmUp)
                readings.Add(Math.Max(0, Stopwatch.GetElapsedTime(committed, first.Start).TotalMilliseconds)); // it may start before the commit's reply is read
        }

        return readings;
    }
}
