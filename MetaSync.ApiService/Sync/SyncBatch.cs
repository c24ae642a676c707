using MetaSync.Sync;

namespace MetaSync.ApiService.Sync;

/// <summary>How many days of a batch are in each state.</summary>
internal sealed record DayCounts(int Queued, int Running, int Waiting, int Paused, int Succeeded, int Failed, int Cancelled)
{
    public int Total() => Queued + Running + Waiting + Paused + Succeeded + Failed + Cancelled;

    public int Finished() => Succeeded + Failed + Cancelled;
}

/// <summary>The day that a batch is at.</summary>
internal sealed record CurrentDay(string Account, DateOnly Day, int Attempt, string? WaitingReason, string? WaitingMeter, DateTimeOffset? WaitingUntil, DayError? Error);

/// <summary>What a batch was asked for with.</summary>
/// <param name="Mode">Which days of the range: <c>missing</c>, <c>missing-and-failed</c> or <c>all</c>.</param>
/// <param name="ChunkDays">How many days one job asks Meta for.</param>
/// <param name="Priority"><c>low</c>, <c>normal</c> or <c>high</c>.</param>
/// <param name="StopOnFailure">Whether a day that fails for good pauses the batch.</param>
internal sealed record BatchOptions(string Mode, int ChunkDays, string Priority, bool StopOnFailure);

/// <summary>That a batch is held: since when, and whether somebody asked for it (<c>requested</c>) or a day failed (<c>day-failed</c>).</summary>
internal sealed record BatchPause(DateTimeOffset Since, string Reason);

/// <summary>A batch as it stands now.</summary>
internal sealed record SyncBatch(
    Guid BatchId,
    string Kind,
    string State,
    DateRange DateRange,
    IReadOnlyList<string> Accounts,
    BatchOptions Options,
    DateTimeOffset CreatedAt,
    string? RequestedBy,
    BatchPause? Paused,
    DayCounts Counts,
    long Rows,
    decimal Percent,
    DateTimeOffset? EstimatedCompletion,
    BatchEstimate? Estimate,
    CurrentDay? Current);
