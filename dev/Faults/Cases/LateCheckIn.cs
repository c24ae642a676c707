using MetaSync.Faults.Rig;

namespace MetaSync.Faults.Cases;

/// <summary>A worker that lives and works can't check in for longer than the threshold, and is taken for dead.</summary>
internal static class LateCheckIn
{
    /// <summary>The worker's own row is locked.</summary>
    public static FaultCase OfOneWorker { get; } = new("late check-in of one worker", 4, async (rig, random, token) =>
    {
        var day = await DayInHand.TakeAsync(rig, TimeSpan.FromSeconds(6), token);
        await HoldAsync(rig, random, $"""
            SELECT FROM qrtz_scheduler_state WHERE instance_name = (
              SELECT instance_name FROM qrtz_fired_triggers WHERE trigger_name LIKE '%.{day.Account}.{day.Day:yyyy-MM-dd}.%' OR execution_group LIKE 'meta_sync%' LIMIT 1) FOR UPDATE
            """, token);
    })
    { Workers = 2, HoldsUpCheckIn = true };

    /// <summary>The lock that all check-ins take is held: they are all late.</summary>
    public static FaultCase OfAll { get; } = new("late check-in of all workers", 2, async (rig, random, token) =>
    {
        await DayInHand.TakeAsync(rig, TimeSpan.FromSeconds(6), token);
        await HoldAsync(rig, random, "SELECT FROM qrtz_locks WHERE lock_name = 'STATE_ACCESS' FOR UPDATE", token);
    })
    { HoldsUpCheckIn = true };

    private static async Task HoldAsync(FaultRig rig, Random random, string sql, CancellationToken cancellationToken)
    {
        await using var hold = await Hold.TakeAsync(rig, sql, cancellationToken);
        await Times.WaitAsync(Times.Takeover + random.Between(0, 2), cancellationToken);
    }
}
