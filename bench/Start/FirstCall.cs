using MetaSync.Bench.Rig;

namespace MetaSync.Bench.Start;

/// <summary>To the arrival of the day's first call at the simulator: a whole worker, by the one clock of the machine.</summary>
internal static class FirstCall
{
    public static async Task<IReadOnlyList<double>> MeasureAsync(Run run, CancellationToken cancellationToken)
    {
        var connectionString = await run.Server.CreateDatabaseAsync(cancellationToken);
        await using var api = EnqueueingApi.Start(connectionString);
        await using var meta = await Simulator.StartAsync(TimeSpan.Zero, cancellationToken);
        await using var worker = await WorkerProcess.StartAsync(connectionString, meta.Address, cancellationToken);
        var (warmUp, rounds) = (run.Pick(30, 2), run.Pick(100, 5));
        var readings = new List<double>();
        var days = Queue.Days(warmUp + rounds).Days().ToArray();
        for (var round = 0; round < days.Length; round++)
        {
            await StartBench.PauseAsync(round, cancellationToken);
            await api.EnqueueAsync(new(days[round], days[round]), cancellationToken);
            var committed = TimeProvider.System.GetUtcNow();
            var call = await FirstOfAsync(meta, worker, days[round], cancellationToken);
            if (round >= warmUp)
                readings.Add(Math.Max(0, (call.Received - committed).TotalMilliseconds));
        }

        return readings;
    }

    private static async Task<SimulatorCall> FirstOfAsync(Simulator meta, ProjectProcess worker, DateOnly day, CancellationToken cancellationToken)
    {
        SimulatorCall? first = null;
        await worker.UntilAsync(
            async token =>
            {
                first = (await meta.CallsAsync(token)).FirstOrDefault(call => call.Day == day);
                return first is not null;
            },
            cancellationToken);
        return first!;
    }
}
