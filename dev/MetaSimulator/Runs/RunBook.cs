using System.Globalization;
using MetaSimulator.Data;

namespace MetaSimulator.Runs;

// The runs in the order they were submitted.
internal sealed class RunBook
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Run> _byId = [];
    private readonly List<Run> _runs = [];

    // The maker gets the new run's id, and a key for what is random about it.
    public Run Add(long seed, DateTimeOffset now, Func<string, ulong, Run> make)
    {
        lock (_lock)
        {
            var key = Hash.Of(Hash.Of(Hash.Of(0, seed), _runs.Count), now.UtcTicks);
            var run = make(FreeId(key), Hash.Of(Hash.Of(0, seed), _runs.Count));
            _byId.Add(run.Id, run);
            _runs.Add(run);
            return run;
        }
    }

    public Run? Find(string id)
    {
        lock (_lock)
            return _byId.GetValueOrDefault(id);
    }

    public IReadOnlyList<Run> All()
    {
        lock (_lock)
            return [.. _runs];
    }

    public int CountLive(DateTimeOffset now)
    {
        lock (_lock)
            return _runs.Count(run => now < run.Plan.Ends);
    }

    public void Clear()
    {
        lock (_lock)
        {
            _byId.Clear();
            _runs.Clear();
        }
    }

    // 14 digits that depend on the time: after a restart an old id must not be a new run.
    private string FreeId(ulong key)
    {
        for (; ; key++)
        {
            var id = (61_000_000_000_000 + (long)(key % 1_000_000_000_000)).ToString(CultureInfo.InvariantCulture);
            if (!_byId.ContainsKey(id))
                return id;
        }
    }
}
