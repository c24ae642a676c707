using MetaSync.Faults.History;
using MetaSync.Faults.Rig;

namespace MetaSync.Tests.Faults.History;

/// <summary>Writes a history by hand: each line is a committed transaction, 10 ms after the one before it.</summary>
internal sealed class Script
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    private readonly List<BatchEvent> _batches = [];
    private readonly List<DayEvent> _days = [];
    private readonly List<EffectEvent> _effects = [];
    private readonly List<ClientEntry> _client = [];
    private readonly List<Remark> _remarks = [];
    private readonly Dictionary<string, Incarnation> _processes = [];
    private readonly Dictionary<long, DayEvent> _now = [];
    private readonly Dictionary<long, DateTimeOffset> _claims = [];
    private long _sequence, _transaction, _place;

    public DateTimeOffset Now { get; private set; } = Start;

    public Residue Residue { get; set; } = new();

    public DateTimeOffset? Healed { get; set; }

    /// <summary>The history as it stands.</summary>
    public RunHistory History => new()
    {
        Batches = _batches,
        Days = [.. _days.OrderBy(day => day.Committed)],
        Effects = _effects,
        Client = _client,
        Remarks = _remarks,
        Processes = [.. _processes.Values],
        Residue = Residue,
        Healed = Healed,
        Ended = Now,
    };

    /// <summary>Days 1 to <paramref name="days"/> of January, numbered from <paramref name="firstId"/>; the API accepts them.</summary>
    public Guid Enqueue(int days, long firstId = 1, string kind = "range", string priority = "normal", Known known = Known.Done, int? answered = null, int there = -1, string? key = null, int apart = 0)
    {
        Next();
        var id = Guid.NewGuid();
        var sent = Now - Step / 2;
        if (there != 0 || known is Known.Done)
            _batches.Add(Written(Asked(id, new(2026, 1, days), kind, key), "api.1"));
        for (var day = 0; day < (there < 0 ? days : there); day++)
        {
            if (day >= days - apart)
                Next();
            Add(Queued(id, firstId + day, new(2026, 1, 1 + day), kind, priority), "api.1");
        }

        if (kind == "range")
            _client.Add(new("enqueue", sent, Now + Step / 2, known) { Range = new(new(2026, 1, 1), new(2026, 1, days)), Key = key, BatchId = known is Known.Done ? id : null, Days = answered ?? days });
        return id;
    }

    /// <summary>The day is claimed, from whoever had it.</summary>
    public Guid Claim(long day, string worker = "worker-1.1", Guid? token = null, bool counts = true)
    {
        Next();
        var granted = token ?? Guid.NewGuid();
        var before = _now[day];
        Add(before with { OldState = before.NewState, NewState = "running", OldToken = before.NewToken, NewToken = granted, Attempts = before.Attempts + (counts ? 1 : 0) }, worker);
        _claims[day] = Now;
        return granted;
    }

    /// <summary>The day's rows are stored, by the run that was granted last or by an earlier one.</summary>
    public void Store(long day, string worker = "worker-1.1", DateTimeOffset? claimed = null, bool finishes = true, bool isFenced = true, string report = "ad")
    {
        Next();
        var before = _now[day];
        if (isFenced)
            Add(before with { OldState = before.NewState, NewState = finishes ? "succeeded" : before.NewState, OldToken = before.NewToken, NewToken = finishes ? null : before.NewToken }, worker);
        else
            _transaction++;
        _effects.Add(Written(Stored(before, report, claimed ?? _claims[day]), worker));
    }

    /// <summary>When the day was claimed last.</summary>
    public DateTimeOffset ClaimOf(long day) => _claims[day];

    /// <summary>The day is in another state, without a token.</summary>
    public void Turn(long day, string state, string session = "worker-1.1", string? error = null, bool moves = false, int? attempts = null)
    {
        Next();
        var before = _now[day];
        var place = moves ? ++_place : before.Place;
        Add(before with { OldState = before.NewState, NewState = state, OldToken = before.NewToken, NewToken = null, Error = error, Place = place, Attempts = attempts ?? before.Attempts }, session);
    }

    public void Delete(long day)
    {
        Next();
        var before = _now[day];
        Add(before with { OldState = before.NewState, NewState = null, OldToken = before.NewToken, NewToken = null }, "worker-1.1");
    }

    public void Pause(Guid batch, bool isPaused)
    {
        Next();
        _batches.Add(Written(_batches.First(known => known.BatchId == batch) with { IsInsert = false, IsPaused = isPaused, Committed = Now }, "api.1"));
    }

    public void Ask(ClientEntry entry) => _client.Add(entry);

    public void Remark(string worker, long day) => _remarks.Add(new(worker, false, null, "act_1", _now[day].Day));

    public void Lives(string worker, bool isKilled = false, params Span[] suspensions) =>
        _processes[worker] = new(worker, Start, isKilled ? Now : null, suspensions) { IsKilled = isKilled };

    public void Wait(TimeSpan time) => Now += time;

    /// <summary>The last two writes were committed the other way round.</summary>
    public void SwapLastWrites() => (_days[^1], _days[^2]) = (_days[^1] with { Sequence = _days[^2].Sequence }, _days[^2] with { Sequence = _days[^1].Sequence });

    private static BatchEvent Asked(Guid id, DateOnly end, string kind, string? key) => new()
    {
        BatchId = id,
        IsInsert = true,
        Start = new(2026, 1, 1),
        End = end,
        Kind = kind,
        Key = key,
        Sequence = 0,
        Began = default,
        Committed = default,
        Transaction = "",
        Session = "",
    };

    private DayEvent Queued(Guid batch, long id, DateOnly day, string kind, string priority) => new()
    {
        BatchId = batch,
        DayId = id,
        Account = "act_1",
        Day = day,
        EndDay = day,
        Lane = "lane",
        Kind = kind,
        Priority = priority,
        Place = ++_place,
        NewState = "queued",
        Sequence = 0,
        Began = default,
        Committed = default,
        Transaction = "",
        Session = "",
    };

    private static EffectEvent Stored(DayEvent day, string report, DateTimeOffset claimed) => new()
    {
        DayId = day.DayId,
        Account = day.Account,
        Day = day.Day,
        Report = report,
        AsOf = claimed,
        Sequence = 0,
        Began = default,
        Committed = default,
        Transaction = "",
        Session = "",
    };

    private void Next() => (Now, _transaction) = (Now + Step, _transaction + 1);

    private void Add(DayEvent day, string session)
    {
        var written = Written(day, session);
        _days.Add(written);
        _now[day.DayId] = written;
    }

    private T Written<T>(T recorded, string session) where T : RecordedEvent =>
        recorded with { Sequence = ++_sequence, Began = Now, Committed = Now, Transaction = $"{_transaction}", Session = session };
}
