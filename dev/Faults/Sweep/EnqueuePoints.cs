using MetaSync.Faults.History;
using MetaSync.Faults.Rig;
using MetaSync.Faults.Wire;

namespace MetaSync.Faults.Sweep;

/// <summary>Points of a request to enqueue, which a client repeats with the same idempotency key until it knows what has become of it.</summary>
internal static class EnqueuePoints
{
    private const int Days = 3;

    public static async Task<SweptPoint> TryAsync(SweepLane lane, CrashPoint point, CancellationToken cancellationToken)
    {
        var range = lane.Next(Days) with { Key = $"{Guid.NewGuid():N}" };
        var reached = lane.ApiRelay.Arm(point);
        var first = await lane.Rig.Client.EnqueueAsync(range, cancellationToken);
        var at = lane.ApiRelay.Disarm() ? await reached : null;
        var seen = lane.ApiRelay.Seen;
        var began = TimeProvider.System.GetTimestamp();
        if (point.Act is WireAct.Kill && at is not null)
        {
            await lane.HasGoneAsync(lane.Rig.Api, cancellationToken);
            lane.ApiRelay.Thaw();
        }

        var violations = new List<string>();
        var found = await StoredAsync(lane, range, cancellationToken);
        if (found is not ("0 batches, 0 days, 0 jobs" or "1 batches, 3 days, 3 jobs"))
            violations.Add("It is neither nothing nor all of it.");
        if (first.Known is Known.Done && found.StartsWith('0'))
            violations.Add("The API said that it was done.");
        if (point.Act is WireAct.Cut && first.Known is not Known.Done && found.StartsWith('1'))
            violations.Add("It was done, and the API, which lived and could have asked, did not say so.");
        if (first.Known is Known.Refused)
            violations.Add($"The API refused it: {first.Text}");
        if (at is null && first.Known is not Known.Done)
            violations.Add($"Nothing had happened, and the API did not do it: {first.Text}");

        if (point.Act is WireAct.Kill && at is not null)
            await lane.Rig.Api.StartAsync(cancellationToken);
        var second = await lane.Rig.Client.EnqueueAsync(range, cancellationToken);
        if (second is not { Known: Known.Done, Days: Days, Skipped: 0 })
            violations.Add($"Repeated, it is {second.Known} with {second.Days} days, {second.Skipped} skipped: {second.Text}");
        if (first.BatchId is { } known && known != second.BatchId)
            violations.Add("Repeated, it is another batch.");
        if (await StoredAsync(lane, range, cancellationToken) is var stored and not "1 batches, 3 days, 3 jobs")
            violations.Add($"Repeated, it has brought about {stored}.");
        return new(point, at, seen, $"{found}, the client was told {first.Known}", first.Known is Known.Done && at is null)
        {
            Violations = violations,
            Recovery = TimeProvider.System.GetElapsedTime(began),
        };
    }

    /// <summary>What there is of the request. The worker stands still meanwhile, so that no job has been done yet.</summary>
    private static async Task<string> StoredAsync(SweepLane lane, RangeRequest range, CancellationToken cancellationToken) =>
        (await lane.Rig.Database.ScalarAsync<string>($"""
            SELECT (SELECT count(*) FROM metasync.sync_batches WHERE idempotency_key = '{range.Key}') || ' batches, '
                || (SELECT count(*) FROM metasync.sync_days WHERE day BETWEEN '{range.Start:yyyy-MM-dd}' AND '{range.End:yyyy-MM-dd}') || ' days, '
                || (SELECT count(*) FROM qrtz_triggers JOIN qrtz_job_details USING (sched_name, job_name, job_group)
                    WHERE substring(trigger_name FROM '\d+-\d+-\d+')::date BETWEEN '{range.Start:yyyy-MM-dd}' AND '{range.End:yyyy-MM-dd}') || ' jobs'
            """, cancellationToken))!;
}
