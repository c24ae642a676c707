using MetaSync.Faults.Sweep;

namespace MetaSync.Tests.Faults;

/// <summary>The lanes that all sweeps take their turns on: a lane waits for takeovers most of the time, so that several of them fit a processor.</summary>
public sealed class SweepLanes(FaultsPostgres postgres) : IAsyncLifetime
{
    private const int Count = 4;

    internal IReadOnlyList<SweepLane> All { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        var cluster = await postgres.GetAsync(CancellationToken.None);
        All = await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => SweepLane.StartAsync(cluster, CancellationToken.None)));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var lane in All)
            await lane.DisposeAsync();
    }
}
