using MetaSimulator.Control;
using MetaSimulator.Data;
using MetaSimulator.Graph;

namespace MetaSimulator.Usage;

// Meta's four rate limits. Each hears of every call, and the first that refuses one names the error.
internal sealed class UsageMeters(Simulation simulation, SimulatorClock clock)
{
    private readonly Lock _lock = new();
    private Meters _meters = new(simulation.World);

    public void Charge(GraphCall call)
    {
        lock (_lock)
            _meters.Charge(call, clock.Now);
    }

    // What only the answer tells: how much work the call was, and whether it was in error.
    public void Settle(GraphCall call)
    {
        lock (_lock)
            _meters.Settle(call, clock.Now);
    }

    public void Change(QuotaChange change)
    {
        change.Check(simulation.World);
        lock (_lock)
            _meters.Change(change, clock.Now);
    }

    public IReadOnlyList<MeterReading> Read()
    {
        lock (_lock)
            return _meters.Read(clock.Now);
    }

    public void Clear()
    {
        lock (_lock)
            _meters = new(simulation.World);
    }
}
