using MetaSync.Bench.Rig;

namespace MetaSync.Bench.Handover;

/// <summary>The API's queue and the worker's scheduler on one database, after some days have run.</summary>
internal sealed class WarmLane : IAsyncDisposable
{
    private readonly EnqueueingApi _api;
    private readonly DayHost _worker;

    private WarmLane(EnqueueingApi api, DayHost worker) => (_api, _worker) = (api, worker);

    public static async Task<WarmLane> StartAsync(Run run, CancellationToken cancellationToken)
    {
        var database = await run.Server.CreateDatabaseAsync(cancellationToken);
        var lane = new WarmLane(EnqueueingApi.Start(database), await DayHost.StartAsync(database, cancellationToken));
        await lane.RunAsync(run.Pick(2_000, 20), TimeSpan.Zero, cancellationToken); // the compiler's work too: a hand-over took 8.9 ms after 200 days and 5.7 after 3,650
        return lane;
    }

    /// <summary>Enqueues a range, and runs it to its end.</summary>
    public async Task<IReadOnlyList<DayBody>> RunAsync(int days, TimeSpan length, CancellationToken cancellationToken)
    {
        await Queue.ForgetAsync(_api.Database, cancellationToken);
        _worker.Bodies.Expect(days, length);
        await _api.EnqueueAsync(Queue.Days(days), cancellationToken);
        return await _worker.Bodies.AllAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _worker.DisposeAsync();
        await _api.DisposeAsync();
    }
}
