using MetaSync.Faults.Rig;
using MetaSync.Faults.Wire;

namespace MetaSync.Faults.Sweep;

/// <summary>Points of a day's way through a worker: from the look at the queue to Quartz's last word about it. A second day stands behind it.</summary>
internal static class DayPoints
{
    private const int Days = 2;

    /// <summary>How long the two days may take: a takeover is over in about three seconds, Quartz's wait after a lost connection in fifteen, and a statement without an answer in half a minute.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Makes something happen while the worker runs a day, and waits until it, or the worker that is started after it, is through with both.</summary>
    public static async Task<SweptPoint> TryAsync(SweepLane lane, CrashPoint point, CancellationToken cancellationToken)
    {
        var range = lane.Next(Days);
        var found = "";
        var isUntouched = false;
        async Task LookAsync() => (found, isUntouched) = await StateAsync(lane, range.Start, cancellationToken);

        var reached = lane.WorkerRelay.Arm(point with { Look = LookAsync });
        await lane.Rig.Client.EnqueueSurelyAsync(range, cancellationToken);
        var quiet = lane.Rig.WaitUntilQuietAsync(Patience, cancellationToken);
        await Task.WhenAny(reached, quiet);
        var isReached = lane.WorkerRelay.Disarm();
        var seen = lane.WorkerRelay.Seen;
        var began = TimeProvider.System.GetTimestamp();
        if (!isReached)
            return new(point, null, seen, "", await quiet) { Violations = await quiet ? [] : ["The days were never through, though nothing had happened."] };

        var at = await reached;
        if (point.Act is WireAct.Kill)
        {
            await lane.HasGoneAsync(lane.Worker, cancellationToken);
            await LookAsync();
            lane.WorkerRelay.Thaw();
            lane.Worker.Launch();
        }

        var violations = await quiet ? await ViolationsAsync(lane, range, cancellationToken) : [$"The days are not through after {Patience}."];
        if (point.Act is WireAct.Kill)
            await lane.Worker.UsableAsync(cancellationToken);
        lane.WorkerRelay.LetGo();
        return new(point, at, seen, found, isUntouched) { Violations = violations, Recovery = TimeProvider.System.GetElapsedTime(began) };
    }

    /// <summary>What the database says of the first day: all over, when it is stored and Quartz knows nothing of it any more.</summary>
    public static async Task<(string Found, bool IsUntouched)> StateAsync(SweepLane lane, DateOnly day, CancellationToken cancellationToken)
    {
        var found = await lane.Rig.Database.ScalarAsync<string>($"""
            SELECT state
              || coalesce((SELECT ', trigger ' || lower(trigger_state) FROM qrtz_triggers WHERE trigger_name LIKE '%.' || account || '.' || day || '.%'), '')
              || coalesce((SELECT ', firing ' || lower(state) FROM qrtz_fired_triggers WHERE trigger_name LIKE '%.' || account || '.' || day || '.%'), '')
            FROM metasync.sync_days WHERE day = '{day:yyyy-MM-dd}'
            """, cancellationToken);
        return (found ?? "not enqueued", found == "succeeded");
    }

    /// <summary>Each day is in, once, and the first one before the second.</summary>
    private static async Task<IReadOnlyList<string>> ViolationsAsync(SweepLane lane, RangeRequest range, CancellationToken cancellationToken)
    {
        var effects = await lane.Rig.Database.ScalarAsync<string>($"""
            SELECT string_agg(effect.day || ' ' || state, ', ' ORDER BY pg_xact_commit_timestamp(effect.xid::xid), sequence)
            FROM history.events AS effect JOIN metasync.sync_days AS day ON day.id = effect.day_id
            WHERE what = 'effect' AND effect.day BETWEEN '{range.Start:yyyy-MM-dd}' AND '{range.End:yyyy-MM-dd}'
            """, cancellationToken);
        var expected = $"{range.Start:yyyy-MM-dd} succeeded, {range.End:yyyy-MM-dd} succeeded";
        return effects == expected ? [] : [$"The effects are: {effects ?? "none"}; and should be: {expected}."];
    }
}
