using MetaSimulator.Graph;

namespace MetaSimulator.Control;

// The calls in the order they came, without tokens; the newest 100,000 of them.
internal sealed class Journal(SimulatorClock clock)
{
    private const int Capacity = 100_000;

    private readonly Lock _lock = new();
    private readonly LinkedList<JournalEntry> _entries = [];
    private readonly Dictionary<long, LinkedListNode<JournalEntry>> _open = [];
    private long _last;

    public long Last
    {
        get
        {
            lock (_lock)
                return _last;
        }
    }

    public void Begin(GraphCall call)
    {
        lock (_lock)
        {
            call.Sequence = ++_last;
            _open[call.Sequence] = _entries.AddLast(new JournalEntry(call.Sequence, clock.Now, call.Method, call.Path)
            {
                Batch = call.Part is not null,
                TokenInAddress = call.TokenInAddress,
                Account = call.Account,
                Day = call.Day,
                Until = call.Until,
                RunId = call.Run?.Id,
                Level = call.Run?.Query.Level.ToString().ToLowerInvariant() ?? call.Parameters["level"],
                Breakdowns = call.Run?.Breakdowns ?? call.Parameters["breakdowns"],
                Filtering = call.Run?.Filtering ?? call.Parameters["filtering"],
                Limit = call.Parameters["limit"],
                After = call.Parameters["after"],
            });
            if (_entries.Count > Capacity)
                _entries.RemoveFirst();
        }
    }

    // Writes down the answer; a call that a reset has forgotten stays forgotten.
    public void Finish(GraphCall call, int? status)
    {
        lock (_lock)
        {
            if (!_open.Remove(call.Sequence, out var node))
                return;

            var outcome = call.Outcome;
            node.Value = node.Value with
            {
                Finished = clock.Now,
                Status = status,
                RunId = outcome.RunId ?? node.Value.RunId,
                ErrorCode = outcome.ErrorCode,
                ErrorSubcode = outcome.ErrorSubcode,
                WhileBlocked = call.WhileBlocked,
                Fault = outcome.Fault,
                Rows = outcome.Rows,
                Bytes = outcome.Bytes,
                AsOf = outcome.AsOf,
                TraceId = call.TraceId,
            };
        }
    }

    public IReadOnlyList<JournalEntry> Read(string? account)
    {
        lock (_lock)
            return [.. _entries.Where(entry => account is null || entry.Account == account)];
    }

    // Numbers go on after a reset: a call still under way must not finish the entry of a newer one.
    public void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
            _open.Clear();
        }
    }
}
