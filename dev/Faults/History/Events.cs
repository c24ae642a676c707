namespace MetaSync.Faults.History;

/// <summary>What all recorded writes have: their place in the order of writing, when their transaction began and was committed, and whose session it was.</summary>
internal abstract record RecordedEvent
{
    public required long Sequence { get; init; }

    public required DateTimeOffset Began { get; init; }

    public required DateTimeOffset Committed { get; init; }

    public required string Transaction { get; init; }

    /// <summary>The incarnation that wrote it, such as <c>worker-1.2</c>.</summary>
    public required string Session { get; init; }
}

/// <summary>A batch was enqueued, paused or resumed.</summary>
internal sealed record BatchEvent : RecordedEvent
{
    public required Guid BatchId { get; init; }

    public bool IsInsert { get; init; }

    public required DateOnly Start { get; init; }

    public required DateOnly End { get; init; }

    public int Accounts { get; init; } = 1;

    public string Kind { get; init; } = "range";

    public long Skipped { get; init; }

    public bool IsPaused { get; init; }

    public string? Key { get; init; }
}

/// <summary>A day was enqueued, changed its state, its token or its place, or was deleted.</summary>
internal sealed record DayEvent : RecordedEvent
{
    public required Guid BatchId { get; init; }

    public required long DayId { get; init; }

    public required string Account { get; init; }

    public required DateOnly Day { get; init; }

    public required DateOnly EndDay { get; init; }

    public required string Lane { get; init; }

    public string Kind { get; init; } = "range";

    public string Priority { get; init; } = "normal";

    public required long Place { get; init; }

    /// <summary>Null for a day that is enqueued.</summary>
    public string? OldState { get; init; }

    /// <summary>Null for a day that is deleted.</summary>
    public string? NewState { get; init; }

    public Guid? OldToken { get; init; }

    public Guid? NewToken { get; init; }

    public int Attempts { get; init; }

    public string? Error { get; init; }

    public bool IsInsert => OldState is null;

    /// <summary>Somebody has got the day.</summary>
    public bool IsGrant => NewToken is not null && NewToken != OldToken;

    /// <summary>The run that has the day loses it to this one, without having given it back.</summary>
    public bool IsTakeover => IsGrant && OldToken is not null;

    /// <summary>The day's state before or after it is its last one, unless somebody puts the day back into the queue.</summary>
    public static bool IsTerminal(string? state) => state is "succeeded" or "failed" or "cancelled";

    /// <summary>The day stands in its lane.</summary>
    public static bool IsUnfinished(string? state) => state is "queued" or "running" or "waiting";

    public override string ToString() => $"day {DayId} ({Account} {Day:yyyy-MM-dd}, place {Place}) {OldState ?? "nothing"} -> {NewState ?? "deleted"} by {Session} at {Committed:HH:mm:ss.fff}";
}

/// <summary>A report of a day was stored.</summary>
internal sealed record EffectEvent : RecordedEvent
{
    public required long DayId { get; init; }

    public required string Account { get; init; }

    public required DateOnly Day { get; init; }

    public string Report { get; init; } = "ad";

    /// <summary>When the run that stores began: the instant of its claim's transaction.</summary>
    public DateTimeOffset AsOf { get; init; }

    public override string ToString() => $"{Report} of day {DayId} ({Account} {Day:yyyy-MM-dd}) stored by {Session} at {Committed:HH:mm:ss.fff}";
}
