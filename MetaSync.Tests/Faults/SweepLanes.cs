using MetaSync.Faults.Rig;
using MetaSync.Faults.Sweep;

namespace MetaSync.Tests.Faults;

/// <summary>The lanes that all sweeps take their turns on: a lane waits for takeovers most of the time, so that several of them fit a processor.</summary>
public sealed class SweepLanes : IAsyncLifetime
{
    private const int Count = 4;

    private PostgresCluster? _cluster;

    internal IReadOnlyList<SweepLane> All { get; private set; } = [];

    /// <remarks>Their server is their own: on that of the cases other systems rest, and keep their sessions.</remarks>
    public async ValueTask InitializeAsync()
    {
        FaultsPostgres.RequirePrograms();
        _cluster = await PostgresCluster.StartAsync(new(), CancellationToken.None);
        All = await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => SweepLane.StartAsync(_cluster, CancellationToken.None)));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var lane in All)
            await lane.DisposeAsync();
        if (_cluster is not null)
            await _cluster.DisposeAsync();
    }
}
