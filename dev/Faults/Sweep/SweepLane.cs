using System.Collections.Concurrent;
using MetaSync.Faults.Rig;
using MetaSync.Faults.Wire;

namespace MetaSync.Faults.Sweep;

/// <summary>A whole system for itself, with a relay before its worker and one before its API, and days that nobody has asked for yet.</summary>
internal sealed class SweepLane : IAsyncDisposable
{
    /// <summary>The first day of all: one that Meta still has, and has long ceased to restate.</summary>
    private static readonly DateOnly Epoch = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-1000);

    private readonly ConcurrentDictionary<string, SqlRelay> _relays = [];
    private FaultRig? _rig;
    private DateOnly _next = Epoch;

    private SweepLane()
    {
    }

    public FaultRig Rig => _rig!;

    public RigProcess Worker => Rig.Workers[0];

    public SqlRelay WorkerRelay => _relays[Worker.Name];

    public SqlRelay ApiRelay => _relays[Rig.Api.Name];

    public static async Task<SweepLane> StartAsync(PostgresCluster cluster, CancellationToken cancellationToken)
    {
        var lane = new SweepLane();
        try
        {
            lane._rig = await FaultRig.StartAsync(cluster, new() { Workers = 1, PageSize = 3, Latency = TimeSpan.Zero, Route = lane.Route }, cancellationToken);
            return lane;
        }
        catch
        {
            await lane.DisposeAsync();
            throw;
        }
    }

    /// <summary>The next days in a row.</summary>
    public RangeRequest Next(int days)
    {
        var range = new RangeRequest(_next, _next.AddDays(days - 1));
        _next = _next.AddDays(days);
        return range;
    }

    /// <summary>Waits until nothing that a process has sent before its end is still being done.</summary>
    public Task HasGoneAsync(RigProcess process, CancellationToken cancellationToken) => Until.CertainlyAsync(
        async () => await Rig.Looks.ScalarAsync<long>($"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = '{process.SessionName}'", cancellationToken) == 0,
        $"the sessions of {process.SessionName} end", cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_rig is not null)
            await _rig.DisposeAsync();
        foreach (var relay in _relays.Values)
            await relay.DisposeAsync();
    }

    /// <summary>The simulator has no database.</summary>
    private string Route(string process, string direct) =>
        process == "simulator" ? direct : _relays.GetOrAdd(process, name => new(direct, () => Rig.Processes.Single(other => other.Name == name).KillAsync(CancellationToken.None))).ConnectionString;
}
