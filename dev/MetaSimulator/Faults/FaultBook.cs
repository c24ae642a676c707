using MetaSimulator.Data;
using MetaSimulator.Graph;

namespace MetaSimulator.Faults;

// The rules in force, in the order they came. A call that one of them takes is not seen by the later ones.
internal sealed class FaultBook(Simulation simulation)
{
    private readonly Lock _lock = new();
    private readonly List<ActiveFault> _faults = [];
    private int _lastId;

    public IReadOnlyList<ActiveFault> Add(IEnumerable<FaultRule> rules)
    {
        lock (_lock)
        {
            ActiveFault[] added = [.. rules.Select(rule => new ActiveFault(++_lastId, rule, (ulong)simulation.World.Options.Seed))];
            _faults.AddRange(added);
            return added;
        }
    }

    public IReadOnlyList<ActiveFault> All()
    {
        lock (_lock)
            return [.. _faults.Select(fault => fault with { })];
    }

    public void Clear()
    {
        lock (_lock)
        {
            _faults.Clear();
            _lastId = 0;
        }
    }

    public FaultRule? Match(GraphCall call)
    {
        lock (_lock)
            return _faults.FirstOrDefault(fault => fault.Fires(call))?.Rule;
    }
}
