using MetaSync.Faults.Rig;
using MetaSync.Tests.Faults;

[assembly: AssemblyFixture(typeof(FaultsPostgres))]

namespace MetaSync.Tests.Faults;

/// <summary>The server of all fault cases that leave it alone; those that kill theirs have one of their own. Started by the first one that asks.</summary>
public sealed class FaultsPostgres : IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1);
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
        if (_cluster is not null)
            await _cluster.DisposeAsync();
        _starting.Dispose();
    }
}
