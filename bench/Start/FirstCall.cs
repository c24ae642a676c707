using MetaSync.Bench.Rig;
using MetaSync.Faults.Rig;

namespace MetaSync.Bench.Start;

/// <summary>To the arrival of the day's first call at the simulator: a whole worker, by the one clock of the machine.</summary>
internal static class FirstCall
{
    public static async Task<IReadOnlyList<double>> MeasureAsync(Run run, CancellationToken cancellationToken)
    {
        await using var rig = await Programs.StartAsync(run.Server, TimeSpan.Zero, cancellationToken);
        await using var api = EnqueueingApi.Start(rig.ConnectionString);
        await rig.Workers[0].StartAsync(cancellationToken);
        var (warmUp, rounds) = (run.Pick(30, 2), run.Pick(100, 5));
        var readings = new List<double>();
        var days = Queue.Days(warmUp + rounds).Days().ToArray();
        for (var round = 0; round < days.Length; round++)
        {
            await StartBench.PauseAsync(round, cancellationToken);
            await api.EnqueueAsync(new(days[round], days[round]), cancellationToken);
            var committed = TimeProvider.System.GetUtcNow();
            var call = await FirstOfAsync(rig, days[round], cancellationToken);
            if (round >= warmUp)
                readings.Add(Math.Max(0, (call.Received - committed).TotalMilliseconds));
        }

        return readings;
    }

    private static async Task<MetaCall> FirstOfAsync(FaultRig rig, DateOnly day, CancellationToken cancellationToken)
    {
        MetaCall? first = null;
        await Until.CertainlyAsync(
            async () =>
            {
                first = (await rig.Meta.CallsAsync(cancellationToken)).FirstOrDefault(call => call.Day == day);
                return first is not null;
            },
            $"Meta is asked for {day}", cancellationToken);
        return first!;
    }
}
