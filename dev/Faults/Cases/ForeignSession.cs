using MetaSync.Faults.Rig;

namespace MetaSync.Faults.Cases;

/// <summary>Somebody else's session holds what the queue needs, idle in its transaction.</summary>
internal static class ForeignSession
{
    /// <summary>The row that stands for the lock of Quartz's scheduling.</summary>
    public static FaultCase HoldsTheQueue { get; } = Of("a foreign session holds the queue's lock", "SELECT FROM qrtz_locks WHERE lock_name = 'TRIGGER_ACCESS' FOR UPDATE");

    /// <summary>The rows of all unfinished days.</summary>
    public static FaultCase HoldsTheLane { get; } = Of("a foreign session holds the lane's days", "SELECT FROM metasync.sync_days WHERE state IN ('queued', 'running', 'waiting') FOR UPDATE");

    private static FaultCase Of(string name, string sql) => new(name, 2, async (rig, random, token) =>
    {
        await using var hold = await Hold.TakeAsync(rig, sql, token);
        await Times.WaitAsync(random.Between(3, 6), token);
    });
}
