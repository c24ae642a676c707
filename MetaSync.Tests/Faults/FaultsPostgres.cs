using MetaSync.Faults.Rig;
using MetaSync.Tests.Faults;

[assembly: AssemblyFixture(typeof(FaultsPostgres))]

namespace MetaSync.Tests.Faults;

/// <summary>The server of all fault cases that leave it alone; those that kill theirs have one of their own. Started by the first one that asks.</summary>
public sealed class FaultsPostgres : IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1);
    private readonly List<(FaultRigOptions Options, FaultRig Rig)> _rigs = [];
    private PostgresCluster? _cluster;

    internal async Task<PostgresCluster> GetAsync(CancellationToken cancellationToken)
    {
        RequirePrograms();
        await _starting.WaitAsync(cancellationToken);
        try
        {
            return _cluster ??= await PostgresCluster.StartAsync(new(), cancellationToken);
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>A rig that is quiet: one that an earlier case has left in order, or a new one. Starting its processes takes longer than most cases.</summary>
    internal async Task<FaultRig> RentAsync(FaultRigOptions options, CancellationToken cancellationToken)
    {
        var cluster = await GetAsync(cancellationToken);
        if (_rigs.FindIndex(rig => rig.Options == options) is >= 0 and var index)
        {
            var rig = _rigs[index].Rig;
            _rigs.RemoveAt(index);
            return rig;
        }

        return await FaultRig.StartAsync(cluster, options, cancellationToken);
    }

    /// <summary>Gives back a rig that has proved to be in order; any other one is for its test to dispose of.</summary>
    internal void Return(FaultRigOptions options, FaultRig rig) => _rigs.Add((options, rig));

    /// <summary>A test on a machine without PostgreSQL's server programs is skipped, and in CI fails.</summary>
    public static void RequirePrograms()
    {
        if (PostgresCluster.Lacking is not { } sentence)
            return;
        Assert.SkipWhen(Environment.GetEnvironmentVariable("CI") is not "true", sentence);
        Assert.Fail(sentence);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, rig) in _rigs)
            await rig.DisposeAsync();
        if (_cluster is not null)
            await _cluster.DisposeAsync();
        _starting.Dispose();
    }
}
