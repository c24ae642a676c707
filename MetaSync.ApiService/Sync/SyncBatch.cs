using MetaSync.Sync;

namespace MetaSync.ApiService.Sync;

/// <summary>How many days of a batch are in each state.</summary>
internal sealed record DayCounts(int Queued, int Running, int Waiting, int Succeeded, int Failed, int Cancelled)
{
    public int Total() => Queued + Running + Waiting + Succeeded + Failed + Cancelled;

    public int Finished() => Succeeded + Failed + Cancelled;
}

/// <summary>The day that a batch is at.</summary>
internal sealed record CurrentDay(string Account, DateOnly Day, int Attempt, string? WaitingReason, DateTimeOffset? WaitingUntil);

/// <summary>A batch as it stands now.</summary>
internal sealed record SyncBatch(
    Guid BatchId,
    string State,
    DateRange DateRange,
    IReadOnlyList<string> Accounts,
    DateTimeOffset CreatedAt,
    DayCounts Counts,
    long Rows,
    decimal Percent,
    DateTimeOffset? EstimatedCompletion,
    CurrentDay? Current);

/// <summary>What Meta, or we, had to say about a day that did not go well.</summary>
internal sealed record DayError(int? Code, int? Subcode, string Message, string? FbtraceId);

/// <summary>One day of a batch.</summary>
internal sealed record SyncDay(
    string Account,
    DateOnly Day,
    string State,
    int Attempts,
    long? Rows,
    int Calls,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    string? WaitingReason,
    DateTimeOffset? WaitingUntil,
    DayError? Error,
    string? TraceId);
