namespace MetaSync.Sync;

/// <summary>Why a batch is there. Days of one kind and priority keep their order in a lane; the two kinds take turns.</summary>
public enum BatchKind
{
    /// <summary>Somebody asked for a range of days.</summary>
    Range,

    /// <summary>Days that Meta may have restated are read once more.</summary>
    Refresh,
}

/// <summary>A day of an account, and the lane in which it is to run.</summary>
public readonly record struct PlannedDay(string Account, string Lane, DateOnly Day);

/// <summary>A client's name for its request, which brings about one batch however often it is sent.</summary>
/// <param name="Text">The header's value.</param>
/// <param name="RequestHash">SHA-256 of the request.</param>
public sealed record IdempotencyKey(string Text, byte[] RequestHash);

/// <summary>What is to be enqueued as one batch, its days in the order in which they are to run.</summary>
public sealed record BatchPlan(BatchKind Kind, DateRange DateRange, IReadOnlyList<string> Accounts, IReadOnlyList<PlannedDay> Days)
{
    /// <summary>Meta answers for no more than a quarter at once in a sensible time.</summary>
    public const int MaxChunkDays = 90;

    /// <summary>Which of the days are wanted.</summary>
    public SyncMode Mode { get; init; } = SyncMode.All;

    /// <summary>How many consecutive days of an account are one job, at most.</summary>
    public int ChunkDays { get; init; } = 1;

    /// <summary>Before which others its days go.</summary>
    public DayPriority Priority { get; init; } = DayPriority.Normal;

    /// <summary>Whether a day that fails for good pauses the rest.</summary>
    public bool StopOnFailure { get; init; }

    /// <summary>Who asked; null for the nightly refresh, and where nobody has a name.</summary>
    public string? RequestedBy { get; init; }

    /// <summary>The key that came with the request.</summary>
    public IdempotencyKey? Key { get; init; }

    /// <summary>All days of a range, oldest first, each for all accounts.</summary>
    public static BatchPlan OfRange(DateRange range, IReadOnlyList<string> accounts, LaneMode lanes) => new(
        BatchKind.Range, range, accounts,
        [.. range.Days().SelectMany(day => accounts.Select(account => new PlannedDay(account, Lane.Of(account, lanes), day)))]);

    /// <summary>The word for the kind in tables and answers.</summary>
    public string KindName => Kind is BatchKind.Refresh ? "refresh" : "range";
}
