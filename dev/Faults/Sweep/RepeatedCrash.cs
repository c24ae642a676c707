using MetaSync.Faults.Wire;

namespace MetaSync.Faults.Sweep;

/// <summary>A worker dies at its claim of a day, and so does the one that takes the day over, and the next one.</summary>
internal static class RepeatedCrash
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Has one worker after the other killed at the claim of the same day, on the side that is given for each, and lets the last one live.</summary>
    /// <returns>What the database said of the day after each kill.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(SweepLane lane, IReadOnlyList<Moment> moments, CancellationToken cancellationToken)
    {
        var range = lane.Next(2);
        var reached = Arm(lane, moments[0]);
        await lane.Rig.Client.EnqueueSurelyAsync(range, cancellationToken);
        var found = new List<string>();
        for (var i = 0; i < moments.Count; i++)
        {
            await reached.WaitAsync(Patience, TimeProvider.System, cancellationToken);
            await lane.HasGoneAsync(lane.Worker, cancellationToken);
            found.Add((await DayPoints.StateAsync(lane, range.Start, cancellationToken)).Found);
            lane.WorkerRelay.Thaw();
            lane.WorkerRelay.Disarm();
            if (i + 1 < moments.Count)
                reached = Arm(lane, moments[i + 1]);
            lane.Worker.Launch();
        }

        await lane.Worker.UsableAsync(cancellationToken);
        return found;
    }

    private static Task<SqlMessage> Arm(SweepLane lane, Moment moment) => lane.WorkerRelay.Arm(new(1, moment, WireAct.Kill) { Counts = IsClaim });

    /// <summary>Only a claim spends an attempt.</summary>
    private static bool IsClaim(SqlMessage message) => message.Sql.Contains("attempts = attempts + 1", StringComparison.Ordinal);
}
