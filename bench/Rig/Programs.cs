using MetaSync.Faults.Rig;

namespace MetaSync.Bench.Rig;

/// <summary>Whole workers, as they are started in production, and a simulated Meta, as processes on a database of their own.</summary>
internal static class Programs
{
    /// <param name="cluster">The server.</param>
    /// <param name="latency">What every answer of Meta's takes.</param>
    /// <param name="cancellationToken">Until the simulator answers. The workers are started by the caller.</param>
    /// <param name="workers">How many there can be.</param>
    public static async Task<FaultRig> StartAsync(PostgresCluster cluster, TimeSpan latency, CancellationToken cancellationToken, int workers = 1)
    {
        var options = new FaultRigOptions
        {
            Workers = workers,
            Latency = latency,
            Ads = 40,
            PageSize = 500, // as it comes: a day of 40 ads is one call
            StartsProcesses = false, // the API is in this process, and nothing is recorded
            LiveForSeconds = false,
        };
        var rig = await FaultRig.StartAsync(cluster, options, cancellationToken);
        await rig.Simulator.StartAsync(cancellationToken);
        return rig;
    }
}
